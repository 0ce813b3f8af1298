// A licence is verified by programs that share no code with ours.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Support;

namespace Router.Tests.Licensing;

public sealed class ForeignVerificationTests : IDisposable
{
    private static readonly Issuer Ours = new();
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("openssl")]
    public async Task OpenSSL_verifies_an_issued_file_and_refuses_a_changed_one()
    {
        var file = JsonNode.Parse(Ours.Sign(Issuer.Claims()))!;
        var signed = $"{(string)file["protected"]!}.{(string)file["payload"]!}";
        _folder.Write("signed", signed);
        _folder.Write("changed", signed[..^1] + (signed[^1] == 'A' ? 'B' : 'A'));
        await File.WriteAllBytesAsync(_folder["signature"], Der(Base64UrlText.Decode((string)file["signature"]!)!));
        _folder.Write("key.pem", Pem(JsonNode.Parse(Ours.PublicJwk)!));

        (await RunAsync("openssl", ["dgst", "-sha256", "-verify", _folder["key.pem"], "-signature", _folder["signature"], _folder["signed"]])).Should().Be(0);
        (await RunAsync("openssl", ["dgst", "-sha256", "-verify", _folder["key.pem"], "-signature", _folder["signature"], _folder["changed"]])).Should().Be(1);
    }

    [ProgramFact("node")]
    public async Task WebCrypto_of_Node_verifies_an_issued_file_by_its_JWK_alone()
    {
        await File.WriteAllBytesAsync(_folder["license.json"], Ours.Sign(Issuer.Claims()));
        await File.WriteAllBytesAsync(_folder["key.json"], Ours.PublicJwk);
        var script = _folder.Write("verify.mjs", """
            import fs from 'node:fs';
            const [file, key] = process.argv.slice(2).map((path) => JSON.parse(fs.readFileSync(path)));
            const jwk = { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
            const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
            const imported = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
            const bytes = (text) => Buffer.from(text, 'base64url');
            const good = await crypto.subtle.verify(algorithm, imported, bytes(file.signature), Buffer.from(`${file.protected}.${file.payload}`));
            const header = JSON.parse(bytes(file.protected));
            const thumbprint = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }))));
            process.exit(good && header.kid === thumbprint.toString('base64url') && header.alg === 'ES256' ? 0 : 1);
            """);

        (await RunAsync("node", [script, _folder["license.json"], _folder["key.json"]])).Should().Be(0);
        (await RunAsync("node", [script, _folder["license.json"], WriteOtherKey()])).Should().Be(1);
    }

    private string WriteOtherKey() => _folder.Write("other.json", Encoding.UTF8.GetString(new Issuer().PublicJwk));

    private static async Task<int> RunAsync(string program, string[] arguments)
    {
        await using var child = ChildProcess.Start(program, arguments);
        await child.WaitAsync().Within();
        return child.ExitCode;
    }

    // OpenSSL takes a signature as ASN.1, and a key as PEM.
    private static byte[] Der(byte[] signature)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trimmed(signature.AsSpan(0, 32)));
            writer.WriteIntegerUnsigned(Trimmed(signature.AsSpan(32)));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> number) => number.TrimStart((byte)0);

    private static string Pem(JsonNode jwk)
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64UrlText.Decode((string)jwk["x"]!), Y = Base64UrlText.Decode((string)jwk["y"]!) },
        });
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
