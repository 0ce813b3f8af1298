// An issuer of licences for tests: a key of its own and claims that hold.
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Router.Licensing;

namespace Router.Tests.Licensing;

/// <summary>Signs what it is given, also what no issuer would.</summary>
internal sealed class Issuer
{
    /// <summary>2026-11-01 00:00 UTC: when the sample licence is issued and begins.</summary>
    internal const long Start = 1_793_491_200;

    /// <summary>365 days later: its <c>exp</c>.</summary>
    internal const long Expiry = Start + (365 * Day);

    /// <summary>30 days after that.</summary>
    internal const long GraceEnd = Expiry + (30 * Day);

    internal const long Day = 86_400;

    internal Issuer(KeyScope? scope = null)
    {
        (PrivateJwk, PublicJwk, KeyId) = JwkWriter.MakePair(scope ?? KeyScope.Everything);
        Key = JwkReader.ReadPrivate(PrivateJwk).Signing!;
        Verifier = new LicenseVerifier(new TrustedKeys(KeySource.Configured, [Key.Public]));
    }

    internal byte[] PrivateJwk { get; }

    internal byte[] PublicJwk { get; }

    internal string KeyId { get; }

    internal SigningKey Key { get; }

    /// <summary>Trusts this issuer's key alone.</summary>
    internal LicenseVerifier Verifier { get; }

    /// <summary>Claims with every member there is, and every limit.</summary>
    internal static JsonObject Claims() => JsonNode.Parse($$"""
        {
          "iss": "https://licences.example", "jti": "lic-1", "sub": "acme", "customer_name": "Acme Ltd", "product": "router", "sku": "enterprise",
          "iat": {{Start}}, "nbf": {{Start}}, "exp": {{Expiry}}, "grace_until": {{GraceEnd}},
          "features": ["routing", "dynamic_routing", "external_policy", "pii_filtering", "private_upstreams", "group_contracts",
                       "usage_reporting", "admin_reports", "exports", "audit_export"],
          "limits": {
            "max_callers": 10, "max_groups": 5, "max_retention_days": 400, "max_concurrent": 100,
            "requests": { "total": 1000000, "month": 100000, "window": { "count": 600, "seconds": 60 } },
            "tokens": { "total": 1000000000 }
          },
          "deployment": {
            "mode": "self_hosted", "deployment_id": "eu-1", "environments": ["production", "staging"],
            "instances": { "max": 3, "fingerprints": ["{{LicenseBinding.Hash("acme", "eu-1", "node-a")}}"] }
          },
          "contacts": [{ "role": "technical", "name": "Ada", "email": "ada@acme.example" }],
          "renews": "lic-0"
        }
        """)!.AsObject();

    /// <summary>The sample claims with some of them changed.</summary>
    internal static JsonObject Claims(Action<JsonObject> change)
    {
        var claims = Claims();
        change(claims);
        return claims;
    }

    internal byte[] Sign(JsonObject claims, EnvelopeType type = EnvelopeType.License) => Sign(claims.ToJsonString(), type);

    internal byte[] Sign(string claims, EnvelopeType type = EnvelopeType.License) => LicenseSigner.Sign(type, Encoding.UTF8.GetBytes(claims), Key);

    /// <summary>A file with a protected header of one's own, signed as the bytes stand.</summary>
    internal byte[] SignWithHeader(string header, string claims) => SignWithHeader(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims));

    internal byte[] SignWithHeader(byte[] header, byte[] claims)
    {
        var (head, payload) = (Base64UrlText.Encode(header), Base64UrlText.Encode(claims));
        return File(payload, head, Base64UrlText.Encode(Key.Sign(Encoding.ASCII.GetBytes($"{head}.{payload}"))));
    }

    internal static byte[] File(string payload, string header, string signature) =>
        Encoding.ASCII.GetBytes($$"""{"payload":"{{payload}}","protected":"{{header}}","signature":"{{signature}}"}""");

    /// <summary>The header that holds.</summary>
    internal string Header(EnvelopeType type = EnvelopeType.License) =>
        $$"""{"alg":"ES256","typ":"{{type.Word()}}","kid":"{{KeyId}}","crit":["rtr_v"],"rtr_v":1}""";

    /// <summary>The terms of claims that hold.</summary>
    internal LicenseTerms Terms(Action<JsonObject>? change = null) => Verifier.License(Sign(Claims(change ?? (_ => { })))).Value!;

    /// <summary>A scope that restricts nothing but what a test asks for.</summary>
    internal static KeyScope Scope(
        string? issuer = null, ImmutableArray<string> environments = default, ImmutableArray<string> modes = default,
        ImmutableArray<string> features = default, long? maxDays = null, bool loopbackOnly = false, long? notBefore = null, long? notAfter = null) =>
        new(issuer, notBefore, notAfter, environments, modes, features, maxDays, loopbackOnly);
}
