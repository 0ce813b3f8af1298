// Which keys are believed, and for what.
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class TrustedKeysTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Issuer _issuer = new(Issuer.Scope("https://licences.example"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_list_the_built_in_keys_are_believed()
    {
        var (keys, problem) = TrustedKeys.Load([]);

        problem.Should().BeNull();
        keys!.SourceWord.Should().Be("built_in");
        keys.All.Should().ContainSingle().Which.Scope.LoopbackOnly.Should().BeTrue();
    }

    [Fact]
    public void A_list_replaces_the_built_in_keys()
    {
        var (keys, problem) = TrustedKeys.Load([_folder.Write("key.json", Encoding.UTF8.GetString(_issuer.PublicJwk))]);

        problem.Should().BeNull();
        keys!.SourceWord.Should().Be("configured");
        keys.All.Should().ContainSingle().Which.Id.Should().Be(_issuer.KeyId);
        keys.Find(_issuer.KeyId)!.Scope.Issuer.Should().Be("https://licences.example");
    }

    [Fact]
    public void A_file_may_hold_a_set_of_keys()
    {
        var set = new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(_issuer.PublicJwk), JsonNode.Parse(new Issuer().PublicJwk)) };

        TrustedKeys.Load([_folder.Write("keys.json", set.ToJsonString())]).Keys!.All.Should().HaveCount(2);
    }

    [Fact]
    public void A_private_key_stops_the_start_and_is_not_printed()
    {
        var text = Encoding.UTF8.GetString(_issuer.PrivateJwk);
        var secret = (string)JsonNode.Parse(text)!["d"]!;

        var (keys, problem) = TrustedKeys.Load([_folder.Write("key.json", text)]);

        keys.Should().BeNull();
        problem.Should().Contain("private").And.NotContain(secret);
        _issuer.Key.ToString().Should().NotContain(secret);
    }

    [Theory]
    [InlineData("kty", "\"RSA\"")]
    [InlineData("crv", "\"P-384\"")]
    [InlineData("crv", "\"secp256k1\"")]
    [InlineData("x", "\"AAAA\"")]
    [InlineData("x", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")]
    [InlineData("y", "null")]
    [InlineData("kid", "\"my-key\"")]
    [InlineData("alg", "\"ES384\"")]
    [InlineData("router_scope", "[]")]
    [InlineData("router_scope", "{\"planets\":[\"earth\"]}")]
    [InlineData("router_scope", "{\"max_days\":0}")]
    [InlineData("router_scope", "{\"loopback_only\":\"yes\"}")]
    public void A_key_that_is_not_what_it_says_stops_the_start(string member, string value)
    {
        var key = JsonNode.Parse(_issuer.PublicJwk)!.AsObject();
        key[member] = JsonNode.Parse(value);

        var (keys, problem) = TrustedKeys.Load([_folder.Write("key.json", key.ToJsonString())]);

        keys.Should().BeNull();
        problem.Should().StartWith("license.trusted_keys: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":[1]}")]
    [InlineData("{\"kty\":\"EC\",\"kty\":\"EC\"}")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    public void What_holds_no_key_stops_the_start(string text) =>
        TrustedKeys.Load([_folder.Write("key.json", text)]).Problem.Should().NotBeNull();

    [Fact]
    public void A_list_that_cannot_be_read_stops_the_start() => TrustedKeys.Load([_folder["nothing.json"]]).Problem.Should().Contain("nothing.json");

    [Fact]
    public void The_name_of_a_key_is_its_thumbprint() =>
        // The example of RFC 7517, appendix A.1; its thumbprint by another program.
        JwkReader.ReadPublic(Encoding.UTF8.GetBytes("""
            {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
             "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","x5t":"ignored"}
            """)).Keys.Should().ContainSingle().Which.Id.Should().Be("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");

    [Fact]
    public void Another_issuer_than_the_key_has_is_refused_as_such()
    {
        _issuer.Verifier.License(_issuer.Sign(Issuer.Claims())).Value.Should().NotBeNull();
        _issuer.Verifier.License(_issuer.Sign(Issuer.Claims(claims => claims["iss"] = "https://other.example"))).Refusal!.Reason
            .Should().Be(LicenseReason.Issuer);
    }

    public static TheoryData<string> Scopes => ["environments", "modes", "features", "unknown_features", "max_days", "not_before", "not_after"];

    [Theory]
    [MemberData(nameof(Scopes))]
    public void A_signature_outside_the_scope_of_its_key_is_refused(string what)
    {
        var (narrow, wide) = what switch
        {
            "environments" => (Issuer.Scope(environments: ["production"]), Issuer.Scope(environments: ["production", "staging"])),
            "modes" => (Issuer.Scope(modes: ["development"]), Issuer.Scope(modes: ["self_hosted"])),
            "features" => (Issuer.Scope(features: ["routing"]), Issuer.Scope(features: [.. FeatureNames.All.Select(feature => feature.Name)])),
            "unknown_features" => (Issuer.Scope(features: []), Issuer.Scope()),
            "max_days" => (Issuer.Scope(maxDays: 394), Issuer.Scope(maxDays: 395)),
            "not_before" => (Issuer.Scope(notBefore: Issuer.Start + 1), Issuer.Scope(notBefore: Issuer.Start)),
            _ => (Issuer.Scope(notAfter: Issuer.Start - 1), Issuer.Scope(notAfter: Issuer.Start)),
        };
        Action<JsonObject> change = claims => claims["features"] = what == "unknown_features" ? new JsonArray("of_later") : claims["features"]!.DeepClone();

        foreach (var (scope, holds) in new[] { (narrow, false), (wide, true) })
        {
            var issuer = new Issuer(scope);
            var verified = issuer.Verifier.License(issuer.Sign(Issuer.Claims(change)));
            verified.Refusal?.Reason.Should().Be(LicenseReason.KeyScope);
            (verified.Value is not null).Should().Be(holds, what);
        }
    }

    [Fact]
    public void The_scope_of_a_key_comes_back_from_its_file_as_it_was()
    {
        var scope = Issuer.Scope("i", ["development"], ["development"], ["routing"], 30, true, 1, 2);

        JwkReader.ReadPublic(new Issuer(scope).PublicJwk).Keys[0].Scope.Should().BeEquivalentTo(scope);
    }
}
