// What a budget of thinking tokens is called where levels are words.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class EffortWordsTests
{
    [Theory]
    [InlineData("1", "Low")]
    [InlineData("2048", "Low")]
    [InlineData("2049", "Medium")]
    [InlineData("8192", "Medium")]
    [InlineData("8193", "High")]
    [InlineData("1e99", "High")]
    public void A_budget_is_the_level_it_comes_nearest_to(string budget, string level) =>
        EffortWords.OfBudget(new RawNumber(Encoding.UTF8.GetBytes(budget))).ToString().Should().Be(level);

    [Fact]
    public void Thinking_without_a_budget_is_the_level_in_the_middle() => EffortWords.OfBudget(null).Should().Be(ReasoningEffort.Medium);
}
