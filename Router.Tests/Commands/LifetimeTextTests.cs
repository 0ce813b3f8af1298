// Lifetimes on the command line.
using FluentAssertions;
using Router.Commands;
using Xunit;

namespace Router.Tests.Commands;

public sealed class LifetimeTextTests
{
    [Theory]
    [InlineData("90d", 90 * 86400)]
    [InlineData("12h", 12 * 3600)]
    [InlineData("30m", 30 * 60)]
    [InlineData("45s", 45)]
    [InlineData("36500d", 36500L * 86400)]
    public void A_number_with_a_unit_is_a_lifetime(string text, long seconds)
    {
        LifetimeText.TryParse(text, out TimeSpan lifetime).Should().BeTrue();

        lifetime.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("90")]
    [InlineData("0d")]
    [InlineData("999ms")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("1w")]
    [InlineData("36501d")]
    [InlineData("9223372036854775807d")]
    [InlineData("99999999999999999999d")]
    public void Anything_else_is_not(string text) => LifetimeText.TryParse(text, out _).Should().BeFalse();
}
