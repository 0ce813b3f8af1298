// A licence of today for routers that run as processes of their own, signed by a key that they are told to trust.
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Support;

namespace Router.Tests.Licensing;

/// <summary>Several routers may share one, and the file of leases in it.</summary>
internal sealed class LicensedFolder : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Issuer _issuer = new();

    /// <param name="change">What differs from a licence with every feature and no limit, good for a year.</param>
    internal LicensedFolder(Action<JsonObject> change)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = Issuer.Claims(claims =>
        {
            (claims["iat"], claims["nbf"]) = (now - 60, now - 60);
            (claims["exp"], claims["grace_until"]) = (now + (365 * Issuer.Day), now + (365 * Issuer.Day));
            claims["limits"] = new JsonObject();
            claims["deployment"] = JsonNode.Parse("""{ "mode": "self_hosted", "environments": ["development"] }""");
            change(claims);
        });
        _folder.Write("trusted.json", Encoding.UTF8.GetString(_issuer.PublicJwk));
        File.WriteAllBytes(_folder["license.json"], _issuer.Sign(claims));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The configuration with this licence in place of its own, and these leases.</summary>
    internal string Configure(string yaml)
    {
        var own = $"license: {{ path: \"{PathOf("license.json")}\", trusted_keys: [\"{PathOf("trusted.json")}\"], lease_path: \"{PathOf("leases.db")}\", environment: development }}";
        var lines = yaml.Split('\n').Where(line => !line.StartsWith("license:", StringComparison.Ordinal));
        return own + "\n" + string.Join('\n', lines);
    }

    private string PathOf(string name) => _folder[name].Replace('\\', '/');
}
