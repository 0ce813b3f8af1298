// Files of the licence commands: keys and licences that are read, signed files that are written.
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Licensing;
using Router.Storage;

namespace Router.Commands;

/// <summary>What several verbs under <c>license</c> do with files. A failure is an <see cref="IOException"/> with one sentence.</summary>
internal static class LicenseFiles
{
    private const int MostKeyBytes = 64 * 1024;

    /// <summary><c>--key PRIVATE</c> of every verb that signs.</summary>
    internal static Option<string> KeyOption() => new("--key") { Description = "The private key to sign with (JWK)", HelpName = "PRIVATE", Required = true };

    /// <summary><c>--out FILE</c>.</summary>
    internal static Option<string> OutOption() => new("--out") { Description = "Where to write the signed file", HelpName = "FILE", Required = true };

    /// <summary><c>--old-key PUBLIC</c>: keys of earlier years that the given licence may be signed with.</summary>
    internal static Option<string[]> OldKeyOption() =>
        new("--old-key") { Description = "Public key of the given licence, when another key signed it (JWK)", HelpName = "PUBLIC" };

    /// <summary>The private key at a path.</summary>
    internal static SigningKey ReadSigningKey(string path)
    {
        var reading = JwkReader.ReadPrivate(Bytes(path));
        return reading.Signing ?? throw new IOException($"{path}: {reading.Problem}");
    }

    /// <summary>The public keys at several paths.</summary>
    internal static IEnumerable<TrustedKey> ReadPublicKeys(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var reading = JwkReader.ReadPublic(Bytes(path));
            foreach (var key in reading.Problem is null ? reading.Keys : throw new IOException($"{path}: {reading.Problem}"))
            {
                yield return key;
            }
        }
    }

    /// <summary>
    /// A licence that is built upon: it must be signed by the key at hand or one that is trusted, since a customer may send anything back.
    /// Its time may be over.
    /// </summary>
    internal static (LicenseTerms Terms, JsonObject Claims) ReadLicense(string path, SigningKey key, IEnumerable<string> oldKeys) => ReadSigned(
        path, [key.Public, .. ReadPublicKeys(oldKeys), .. TrustedKeys.BuiltIn.All], static (verifier, file) => verifier.License(file));

    /// <summary>A signed file that is built upon, and its claims as they stand.</summary>
    internal static (T Value, JsonObject Claims) ReadSigned<T>(string path, TrustedKey[] keys, Func<LicenseVerifier, byte[], Verified<T>> verify)
        where T : class
    {
        var file = LicenseFile.Read(path, out var refusal);
        if (file is not null)
        {
            var verified = verify(new LicenseVerifier(new TrustedKeys(KeySource.Configured, keys)), file);
            if (verified.Value is { } value)
            {
                return (value, JsonNode.Parse(EnvelopeReader.Peek(file)!.Value.Payload)!.AsObject());
            }

            refusal = verified.Refusal;
        }

        throw new IOException($"{path}: {refusal!.Detail} ({refusal.Reason.Word()})");
    }

    /// <summary>Signs and writes; a file that is there is replaced in one step, a key never.</summary>
    internal static void Write(string path, EnvelopeType type, JsonObject claims, SigningKey key, string keyPath)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(keyPath))
        {
            throw new IOException("--out names the private key");
        }

        var file = LicenseSigner.Sign(type, JsonSerializer.SerializeToUtf8Bytes(claims, LicenseJson.Default.JsonObject), key);
        if (file.Length > LicenseVerifier.MostBytes)
        {
            throw new IOException("the signed file would have more than 64 KiB, and no router would read it");
        }

        var unfinished = path + ".new";
        File.WriteAllBytes(unfinished, file);
        File.Move(unfinished, path, overwrite: true);
    }

    private static byte[] Bytes(string path)
    {
        var read = ConfinedFile.Read(path, MostKeyBytes);
        return read.Bytes ?? throw new IOException(read.Fault switch
        {
            FileFault.Missing => $"{path}: there is no such file",
            FileFault.TooLarge => $"{path}: this is too large for a key",
            FileFault.NotAFile => $"{path}: this is no regular file inside its folder",
            FileFault.None or FileFault.Unreadable => $"{path}: the file cannot be read",
        });
    }
}
