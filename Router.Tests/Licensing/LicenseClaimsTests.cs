// The claims are a closed list, and each has its form.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseClaimsTests
{
    private static readonly Issuer Ours = new();

    [Theory]
    [InlineData("iss")]
    [InlineData("jti")]
    [InlineData("sub")]
    [InlineData("customer_name")]
    [InlineData("product")]
    [InlineData("sku")]
    [InlineData("iat")]
    [InlineData("nbf")]
    [InlineData("exp")]
    [InlineData("features")]
    [InlineData("deployment")]
    [InlineData("deployment.mode")]
    [InlineData("deployment.environments")]
    [InlineData("limits.requests.window.count")]
    [InlineData("limits.requests.window.seconds")]
    [InlineData("contacts.0.role")]
    [InlineData("contacts.0.name")]
    [InlineData("contacts.0.email")]
    public void A_claim_that_must_be_there_is_missed(string path)
    {
        var claims = Issuer.Claims();
        Parent(claims, path).Remove(Name(path));

        Refusal(claims).Should().Contain(Name(path) + " is missing");
    }

    [Theory]
    [InlineData("surprise", "1")]
    [InlineData("aud", "\"router\"")]
    [InlineData("limits.max_users", "5")]
    [InlineData("limits.requests.day", "5")]
    [InlineData("limits.requests.window.minutes", "5")]
    [InlineData("limits.cost", "{}")]
    [InlineData("deployment.region", "\"eu\"")]
    [InlineData("deployment.instances.min", "1")]
    [InlineData("contacts.0.phone", "\"1\"")]
    public void A_claim_that_is_not_known_refuses_the_file(string path, string value)
    {
        var claims = Issuer.Claims();
        Parent(claims, path)[Name(path)] = JsonNode.Parse(value);

        Refusal(claims).Should().Contain(Name(path));
    }

    [Theory]
    [InlineData("iat", "1.5")]
    [InlineData("iat", "1793491200.0")]
    [InlineData("nbf", "\"1793491200\"")]
    [InlineData("exp", "2e9")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "null")]
    [InlineData("exp", "99999999999999999999")]
    [InlineData("grace_until", "true")]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "\"a b\"")]
    [InlineData("jti", "\"a/b\"")]
    [InlineData("jti", "17")]
    [InlineData("sub", "\"Acmé\"")]
    [InlineData("sub", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    [InlineData("renews", "\"\"")]
    [InlineData("customer_name", "\"\"")]
    [InlineData("customer_name", "\"a\\u001b[2J\"")]
    [InlineData("customer_name", "\"\\ud800\"")]
    [InlineData("features", "\"routing\"")]
    [InlineData("features", "[\"routing\",\"routing\"]")]
    [InlineData("features", "[\"unknown\",\"unknown\"]")]
    [InlineData("features", "[1]")]
    [InlineData("features", "null")]
    [InlineData("limits", "[]")]
    [InlineData("limits.max_callers", "0")]
    [InlineData("limits.max_groups", "-1")]
    [InlineData("limits.max_concurrent", "1.5")]
    [InlineData("limits.max_retention_days", "\"30\"")]
    [InlineData("limits.requests.total", "0")]
    [InlineData("limits.requests.month", "1e3")]
    [InlineData("limits.requests.window", "60")]
    [InlineData("limits.requests.window.seconds", "0")]
    [InlineData("limits.tokens", "5")]
    [InlineData("deployment", "[]")]
    [InlineData("deployment.mode", "\"cloud\"")]
    [InlineData("deployment.deployment_id", "\"eu 1\"")]
    [InlineData("deployment.environments", "[]")]
    [InlineData("deployment.environments", "[\"moon\"]")]
    [InlineData("deployment.environments", "[\"staging\",\"staging\"]")]
    [InlineData("deployment.instances.max", "0")]
    [InlineData("deployment.instances.fingerprints", "[]")]
    [InlineData("deployment.instances.fingerprints", "[\"node-a\"]")]
    [InlineData("contacts", "{}")]
    [InlineData("contacts", "[\"ada\"]")]
    public void A_claim_of_another_form_refuses_the_file(string path, string value)
    {
        var text = WithRaw(path, value);

        var refusal = Ours.Verifier.License(Ours.Sign(text)).Refusal!;
        refusal.Reason.Should().Be(LicenseReason.Claims, refusal.Detail);
    }

    [Theory]
    [InlineData(Issuer.Start + 61, Issuer.Start, Issuer.Expiry, Issuer.GraceEnd, "iat")]
    [InlineData(Issuer.Start, Issuer.Expiry, Issuer.Expiry, Issuer.GraceEnd, "exp")]
    [InlineData(Issuer.Start, Issuer.Expiry + 1, Issuer.Expiry, Issuer.GraceEnd, "exp")]
    [InlineData(Issuer.Start, Issuer.Start, Issuer.Expiry, Issuer.Expiry - 1, "grace_until")]
    public void Dates_in_disorder_refuse_the_file(long iat, long nbf, long exp, long grace, string at) => Refusal(Issuer.Claims(claims =>
    {
        (claims["iat"], claims["nbf"], claims["exp"], claims["grace_until"]) = (iat, nbf, exp, grace);
    })).Should().StartWith(at + " is ");

    [Fact]
    public void A_licence_may_be_issued_up_to_a_minute_after_it_begins_and_end_without_grace() => Ours.Terms(claims =>
    {
        claims["iat"] = Issuer.Start + 60;
        claims["grace_until"] = Issuer.Expiry;
    }).GraceUntil.Should().Be(Issuer.Expiry);

    [Theory]
    [InlineData("\"jti\":\"lic-1\"", "\"jti\":\"lic-1\",\"jti\":\"lic-1\"")]
    [InlineData("\"jti\":\"lic-1\"", "\"jti\":\"lic-1\",\"\\u006ati\":\"lic-2\"")]
    [InlineData("\"max_callers\":10", "\"max_callers\":10,\"max_callers\":11")]
    [InlineData("\"mode\":\"self_hosted\"", "\"mode\":\"self_hosted\",\"mode\":\"development\"")]
    public void Members_that_stand_twice_refuse_the_file(string written, string instead)
    {
        var text = Issuer.Claims().ToJsonString();
        text.Should().Contain(written);

        var refusal = Ours.Verifier.License(Ours.Sign(text.Replace(written, instead, StringComparison.Ordinal))).Refusal!;
        refusal.Reason.Should().Be(LicenseReason.Claims);
    }

    [Theory]
    [InlineData("{0} ")]
    [InlineData(" {0}")]
    public void White_space_around_the_claims_is_theirs(string form) =>
        Ours.Verifier.License(Ours.Sign(string.Format(null, form, Issuer.Claims().ToJsonString()))).Value.Should().NotBeNull();

    [Theory]
    [InlineData("{0}{{}}")]
    [InlineData("{0}x")]
    [InlineData("[{0}]")]
    [InlineData("null")]
    [InlineData("x")]
    public void Claims_that_are_no_object_alone_are_refused(string form) =>
        Ours.Verifier.License(Ours.Sign(string.Format(null, form, Issuer.Claims().ToJsonString()))).Refusal!.Reason.Should().Be(LicenseReason.Claims);

    private static string Refusal(JsonObject claims)
    {
        var refusal = Ours.Verifier.License(Ours.Sign(claims)).Refusal!;
        refusal.Reason.Should().Be(LicenseReason.Claims);
        return refusal.Detail;
    }

    // Written into the text, since a node would write a number in its own way.
    private static string WithRaw(string path, string value)
    {
        const string Mark = "@@@";
        var claims = Issuer.Claims();
        Parent(claims, path)[Name(path)] = Mark;
        return claims.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }

    private static JsonObject Parent(JsonNode claims, string path) => path.Split('.')[..^1]
        .Aggregate(claims, (node, word) => int.TryParse(word, out var at) ? node[at]! : node[word]!).AsObject();

    private static string Name(string path) => path.Split('.')[^1];
}
