// Which licence files are believed, and the reason of each one that is not.
using FluentAssertions;
using Router.Licensing;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseVerifierTests
{
    private readonly Issuer _issuer = new();

    [Fact]
    public void A_licence_says_what_its_claims_say()
    {
        var terms = _issuer.Verifier.License(_issuer.Sign(Issuer.Claims())).Value!;

        terms.Id.Should().Be("lic-1");
        terms.CustomerName.Should().Be("Acme Ltd");
        terms.GraceUntil.Should().Be(Issuer.GraceEnd);
        terms.KeyId.Should().Be(_issuer.KeyId);
        terms.Renews.Should().Be("lic-0");
        terms.Limits.Requests.Should().Be(new VolumeLimit(1_000_000, 100_000, 600, 60));
        terms.Limits.Tokens.Should().Be(new VolumeLimit(1_000_000_000, null, null, null));
        terms.Limits.MaxConcurrent.Should().Be(100);
        terms.Deployment.MaxInstances.Should().Be(3);
        terms.Contacts.Should().Equal(new LicenseContact("technical", "Ada", "ada@acme.example"));
        FeatureNames.All.Should().OnlyContain(entry => terms.Allows(entry.Feature));
    }
}
