// The licence that lies in the repository: good on this machine, and nowhere else.
using FluentAssertions;
using Router.Configuration;
using Router.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class DevelopmentLicenseTests
{
    private static readonly LicenseVerifier Verifier = new(TrustedKeys.BuiltIn);
    private static readonly LicenseTerms Terms = Verifier.LicenseAt(RepositoryRoot.At("licenses/development.license.json")).Value!;

    [Fact]
    public void It_has_every_feature_no_limit_and_a_long_life()
    {
        FeatureNames.All.Should().OnlyContain(entry => Terms.Allows(entry.Feature));
        Terms.Limits.Should().Be(LicenseLimits.Unlimited);
        Terms.Deployment.DeploymentId.Should().BeNull();
        Terms.Deployment.MaxInstances.Should().BeNull();
        (Terms.ExpiresAt - Terms.NotBefore).Should().BeGreaterThan(20 * 365 * Issuer.Day);
    }

    [Theory]
    [InlineData("development", true, "valid", null)]
    [InlineData("development", false, "invalid", "key_scope")]
    [InlineData("production", true, "binding_mismatch", "environment")]
    [InlineData("evaluation", true, "binding_mismatch", "environment")]
    public void It_is_for_development_on_loopback(string environment, bool loopback, string state, string? reason)
    {
        var judgement = LicenseJudge.Judge(new LicenseSituation
        {
            License = Terms,
            Now = Issuer.Start,
            Binding = new LicenseBinding(environment, "any-deployment", Secret.None),
            ListensOnLoopbackOnly = loopback,
        });

        (judgement.State.Word(), judgement.Reason).Should().Be((state, reason));
    }

    [Theory]
    [InlineData("environments")]
    [InlineData("mode")]
    public void Its_private_key_is_public_and_signs_for_nothing_else(string what)
    {
        var key = JwkReader.ReadPrivate(File.ReadAllBytes(RepositoryRoot.At("licenses/keys/development.private.json"))).Signing!;
        var claims = Issuer.Claims(claims =>
        {
            claims["iss"] = Terms.Issuer;
            claims["deployment"]!["mode"] = what == "mode" ? "self_hosted" : "development";
            claims["deployment"]!["environments"] = new System.Text.Json.Nodes.JsonArray(what == "mode" ? "development" : "production");
        });

        var file = LicenseSigner.Sign(EnvelopeType.License, System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()), key);

        Verifier.License(file).Refusal!.Reason.Should().Be(LicenseReason.KeyScope);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://[::1]:8081", true)]
    [InlineData("http://localhost:8080", "http://127.0.0.1:8081", true)]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8081", false)]
    [InlineData("http://127.0.0.1:8080", "http://10.0.0.1:8081", false)]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8081", false)]
    public void Both_listeners_count(string listen, string adminListen, bool only) => LoopbackListeners.Only(
        Router.Tests.Callers.SampleSnapshot.With().Server with { Listen = new Uri(listen), AdminListen = new Uri(adminListen) }).Should().Be(only);
}
