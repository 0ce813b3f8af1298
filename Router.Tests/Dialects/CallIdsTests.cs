// Ids of calls fit the target, and call and result still agree.
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class CallIdsTests
{
    [Theory]
    [InlineData("call_abc-1", "Any")]
    [InlineData("was immer", "Any")]
    [InlineData("toolu_01A-b", "Word")]
    [InlineData("Ab3dE6gH9", "NineAlphanumerics")]
    public void An_id_that_fits_is_left_alone(string id, string pattern) =>
        CallIds.Fit(id, Enum.Parse<ToolIdPattern>(pattern)).Should().Be(id);

    [Theory]
    [InlineData("functions.read:0", "Word", "^[A-Za-z0-9_-]{1,64}$")]
    [InlineData("", "Word", "^[A-Za-z0-9_-]{1,64}$")]
    [InlineData("call_abcdefgh", "NineAlphanumerics", "^[A-Za-z0-9]{9}$")]
    public void An_id_that_does_not_fit_is_rewritten_the_same_way_every_time(string id, string pattern, string form)
    {
        var fit = CallIds.Fit(id, Enum.Parse<ToolIdPattern>(pattern));
        fit.Should().MatchRegex(form).And.Be(CallIds.Fit(id, Enum.Parse<ToolIdPattern>(pattern)));
        fit.Should().NotBe(CallIds.Fit(id + "x", Enum.Parse<ToolIdPattern>(pattern)));
    }

    // No theory: an attribute cannot hold half a pair.
    [Fact]
    public void An_id_may_hold_half_a_surrogate_pair() =>
        CallIds.Fit("\ud83d", ToolIdPattern.Word).Should().StartWith("call_").And.NotBe(CallIds.Fit("\ud83c", ToolIdPattern.Word));
}
