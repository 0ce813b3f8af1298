// Writing a request takes time and memory by its length, however its turns and tools stand.
using System.Collections.Immutable;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Laws;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class LongRequestBudgetTests
{
    private const int Many = 20_000;

    /// <summary>Of each turn or tool; copied anew for each one, it would be hundreds of times as much.</summary>
    private const int MostBytesOfOne = 4_000;

    [Theory]
    [InlineData(Dialect.OpenAIChat, TurnRole.User)]
    [InlineData(Dialect.OpenAIChat, TurnRole.Assistant)]
    [InlineData(Dialect.OpenAIResponses, TurnRole.User)]
    [InlineData(Dialect.OpenAIResponses, TurnRole.Assistant)]
    [InlineData(Dialect.AnthropicMessages, TurnRole.User)]
    [InlineData(Dialect.AnthropicMessages, TurnRole.Assistant)]
    [InlineData(Dialect.AnthropicMessages, TurnRole.System)]
    internal void Many_turns_of_one_role_are_not_copied_for_each_of_them(Dialect to, TurnRole role)
    {
        ImmutableArray<Turn> turns = [Messages.User(Messages.Text("Hi")), .. Enumerable.Repeat(new Turn(role, [Messages.Text("x")]), Many)];
        var request = new InferenceRequest { Source = Dialect.OpenAIResponses, Turns = turns };
        var target = Crossing.Target(to);
        Crossing.Write(request, target);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Crossing.Write(request, target with { Traits = target.Traits with { MidSystem = true } });

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan((long)Many * MostBytesOfOne);
    }

    [Fact]
    public void Names_that_come_out_alike_do_not_go_through_all_before_them()
    {
        const int tools = 600;
        var request = Messages.Request(Messages.User(Messages.Text("Hi"))) with
        {
            Tools = [.. Enumerable.Range(1, tools).Select(length => new ToolDefinition.Function(
                new ToolReference(ToolKind.Function, new string('_', tools + 1 - length), new string('_', length))) { Strict = false })],
        };
        var names = ToolNames.Of(request, Messages.Traits);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ToolNames.Of(request, Messages.Traits);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(tools * 10 * MostBytesOfOne);
        request.Tools.Select(tool => names.Written(tool.Reference)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Many_allowed_tools_are_not_looked_through_for_each_tool()
    {
        var references = Enumerable.Range(0, 3 * Many).Select(number => new ToolReference(ToolKind.Function, $"tool_of_the_caller_{number:x6}")).ToList();
        var request = Messages.Request(Messages.User(Messages.Text("Hi"))) with
        {
            Tools = [.. references.Select(reference => new ToolDefinition.Function(reference) { Strict = false })],
            ToolChoice = new ToolChoice(ToolChoiceMode.Auto) { Allowed = [.. references] },
        };
        var body = "";

        var took = Shortest.Of(3, () => body = Messages.Write(request).Body);

        body.Should().Contain("tool_of_the_caller_00ea5f");
        took.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }
}
