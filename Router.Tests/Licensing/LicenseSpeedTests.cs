// What asking the licence costs.
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseSpeedTests
{
    private const int Rounds = 51;
    private const int Gates = 20_000;

    private static readonly Issuer Ours = new();

    [Fact]
    public void A_file_is_verified_within_a_millisecond()
    {
        var file = Ours.Sign(Issuer.Claims());

        Shortest.Of(Rounds, () => Ours.Verifier.License(file)).Should().BeLessThan(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_gate_takes_less_than_100_ns()
    {
        var terms = Ours.Terms();

        var gates = Shortest.Of(Rounds, () => CountAllowed(terms));

        (gates / Gates).Should().BeLessThan(TimeSpan.FromTicks(1)); // a tick is 100 ns
    }

    [Fact]
    public void A_gate_allocates_nothing()
    {
        var terms = Ours.Terms();
        var allowed = 0;

        Allocated.Least(() => allowed = CountAllowed(terms)).Should().Be(0);

        allowed.Should().Be(Gates);
    }

    private static int CountAllowed(LicenseTerms terms)
    {
        var allowed = 0;
        for (var gate = 0; gate < Gates; gate++)
        {
            allowed += terms.Allows((LicenseFeatures)(1 << (gate % 10)) | LicenseFeatures.Routing) ? 1 : 0;
        }

        return allowed;
    }
}
