// The order in which a group's targets are tried, and what stood against the others.
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Router.Configuration;
using Router.Inference;
using Router.Routing;
using Xunit;

namespace Router.Tests.Routing;

public sealed class RoutePlannerTests
{
    private static readonly RouteNeeds PlainChat = new([Dialect.OpenAIChat], ModelCapabilities.None);

    [Fact]
    public void Static_tries_the_first_target_alone()
    {
        var plan = RoutePlanner.Plan(
            Groups.GroupOf(RoutingStrategy.Static, Groups.TargetOf("a"), Groups.TargetOf("b")), PlainChat, NoDice);

        Groups.Names(plan.Order).Should().Equal("a");
    }

    [Fact]
    public void Static_has_no_plan_when_the_first_target_cannot_serve()
    {
        var group = Groups.GroupOf(
            RoutingStrategy.Static, Groups.TargetOf("a", capabilities: ModelCapabilities.None), Groups.TargetOf("b"));

        var plan = RoutePlanner.Plan(group, new RouteNeeds([Dialect.OpenAIChat], ModelCapabilities.Tools), NoDice);

        plan.Order.Should().BeEmpty();
        plan.Considered.Select(c => c.Reason).Should().Equal("capability: tools", "strategy: static uses the first target only");
    }

    [Fact]
    public void Failover_tries_the_eligible_targets_in_file_order()
    {
        var group = Groups.GroupOf(
            RoutingStrategy.Failover,
            Groups.TargetOf("a"),
            Groups.TargetOf("b", dialects: Dialect.AnthropicMessages),
            Groups.TargetOf("c", weight: 0));

        Groups.Names(RoutePlanner.Plan(group, PlainChat, NoDice).Order).Should().Equal("a", "c");
    }

    [Theory]
    [InlineData("failover")]
    [InlineData("weighted")]
    public void A_request_that_refers_to_what_one_target_keeps_goes_there_and_nowhere_else(string strategy)
    {
        var group = Groups.GroupOf(
            strategy == "weighted" ? RoutingStrategy.Weighted : RoutingStrategy.Failover, Groups.TargetOf("a"), Groups.TargetOf("b"), Groups.TargetOf("c"));

        var plan = RoutePlanner.Plan(group, PlainChat with { Tie = new TargetName("b", "m") }, () => 0.9);

        Groups.Names(plan.Order).Should().Equal("b");
        plan.Considered[0].Reason.Should().Be("tie: what the request refers to is kept by another target");
        RoutePlanner.Plan(group, PlainChat with { Tie = new TargetName("b", "other") }, NoDice).Order.Should().BeEmpty();
    }

    [Fact]
    public void The_plan_says_for_each_target_left_out_what_it_lacks()
    {
        var group = Groups.GroupOf(
            RoutingStrategy.Failover,
            Groups.TargetOf("other", dialects: [Dialect.AnthropicMessages, Dialect.OpenAIResponses]),
            Groups.TargetOf("blind", capabilities: ModelCapabilities.Tools),
            Groups.TargetOf("able"));

        var plan = RoutePlanner.Plan(
            group, new RouteNeeds([Dialect.OpenAIChat], ModelCapabilities.Tools | ModelCapabilities.Images | ModelCapabilities.Reasoning), NoDice);

        plan.Considered.Should().HaveCount(3);
        plan.Considered.Select(c => c.Reason).Should().Equal(
            $"dialect: speaks {Dialect.AnthropicMessages.Name()}, {Dialect.OpenAIResponses.Name()}", "capability: images, reasoning", null);
    }

    [Theory]
    [InlineData(ModelCapabilities.Tools, "tools")]
    [InlineData(ModelCapabilities.ParallelTools, "parallel_tools")]
    [InlineData(ModelCapabilities.Images, "images")]
    [InlineData(ModelCapabilities.Documents, "documents")]
    [InlineData(ModelCapabilities.StructuredOutputs, "structured_outputs")]
    [InlineData(ModelCapabilities.Reasoning, "reasoning")]
    internal void Each_capability_that_is_missing_has_its_word(ModelCapabilities missing, string word)
    {
        var group = Groups.GroupOf(
            RoutingStrategy.Failover, Groups.TargetOf("a", capabilities: ModelCapabilities.All & ~missing));

        var plan = RoutePlanner.Plan(group, new RouteNeeds([Dialect.OpenAIChat], ModelCapabilities.All), NoDice);

        plan.Considered[0].Reason.Should().Be("capability: " + word);
    }

    [Property]
    public Property Weighted_gives_each_target_its_share_over_evenly_spread_dice() =>
        Prop.ForAll(WeightLists(), weights =>
        {
            var group = Groups.GroupOf(RoutingStrategy.Weighted, [.. weights.Select((weight, i) => Groups.TargetOf($"t{i}", weight))]);
            var sum = weights.Sum();
            var firsts = new int[weights.Length];
            for (var i = 0; i < sum; i++)
            {
                var roll = (i + 0.5) / sum;
                firsts[Array.IndexOf([.. group.Targets], RoutePlanner.Plan(group, PlainChat, () => roll).Order[0])]++;
            }

            return firsts.SequenceEqual(weights);
        });

    [Property]
    public Property Weighted_tries_every_target_once_and_those_without_weight_last() =>
        Prop.ForAll(WeightLists(), Gen.Choose(0, 999_999).ArrayOf(8).ToArbitrary(), (weights, rolls) =>
        {
            var group = Groups.GroupOf(RoutingStrategy.Weighted, [.. weights.Select((weight, i) => Groups.TargetOf($"t{i}", weight))]);
            var next = 0;
            var order = RoutePlanner.Plan(group, PlainChat, () => rolls[next++ % rolls.Length] / 1_000_000.0).Order;
            var lastWeighted = order.Select((t, i) => t.Weight > 0 ? i : -1).Max();
            var firstFree = order.Select((t, i) => t.Weight == 0 ? i : int.MaxValue).Min();
            return order.Length == weights.Length && order.Distinct().Count() == weights.Length && lastWeighted < firstFree;
        });

    [Fact]
    public void Weighted_draws_the_fallback_by_weight_among_those_left()
    {
        var group = Groups.GroupOf(
            RoutingStrategy.Weighted, Groups.TargetOf("a", 5), Groups.TargetOf("b", 1), Groups.TargetOf("c", 9));
        var rolls = new Queue<double>([0.1, 0.5, 0.9]);

        Groups.Names(RoutePlanner.Plan(group, PlainChat, rolls.Dequeue).Order).Should().Equal("a", "c", "b");
    }

    private static Arbitrary<int[]> WeightLists() =>
        Gen.Choose(1, 6).SelectMany(count => Gen.Choose(0, 30).ArrayOf(count)).Where(weights => weights.Sum() > 0).ToArbitrary();

    private static double NoDice() => throw new InvalidOperationException("Only weighted rolls dice.");
}
