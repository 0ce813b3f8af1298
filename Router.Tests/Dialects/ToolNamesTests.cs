// A caller's tools go by names that a target takes, and come back under their own.
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ToolNamesTests
{
    [Fact]
    public void A_name_that_fits_is_kept()
    {
        var names = Names(Function("get_weather"));
        names.Written(Function("get_weather")).Should().Be("get_weather");
        names.CallersOf(Function("get_weather")).Should().Be(Function("get_weather"));
    }

    [Fact]
    public void A_long_or_strange_name_is_shortened_the_same_way_every_time()
    {
        var longName = Function(new string('x', 100));
        var strange = Function("wetter.für/heute");
        var first = Names(longName, strange);
        var second = Names(Function("other"), strange, longName);
        foreach (var tool in new[] { longName, strange })
        {
            first.Written(tool).Should().MatchRegex("^[A-Za-z0-9_-]{1,64}$").And.Be(second.Written(tool));
            first.CallersOf(Function(first.Written(tool))).Should().Be(tool);
        }
    }

    [Fact]
    public void Names_that_differ_only_behind_the_bound_stay_apart()
    {
        var one = Function(new string('x', 70) + "1");
        var two = Function(new string('x', 70) + "2");
        var names = Names(one, two);
        names.Written(one).Should().NotBe(names.Written(two));
    }

    [Fact]
    public void A_namespace_is_put_before_the_name_and_taken_off_again()
    {
        var tool = new ToolReference(ToolKind.Function, "read", "files");
        var names = Names(tool, Function("read"));
        names.Written(tool).Should().Be("files__read");
        names.CallersOf(Function("files__read")).Should().Be(tool);
        names.CallersOf(Function("read")).Should().Be(Function("read"));
    }

    [Fact]
    public void A_callers_own_name_is_never_taken_by_another_tool()
    {
        var nested = new ToolReference(ToolKind.Function, "read", "files");
        var names = Names(nested, Function("files__read"));
        names.Written(Function("files__read")).Should().Be("files__read");
        names.Written(nested).Should().NotBe("files__read");
        names.CallersOf(Function(names.Written(nested))).Should().Be(nested);
    }

    [Fact]
    public void A_tool_that_was_only_called_has_a_name_too()
    {
        var call = new TurnPart.ToolCall("id", Function("a b"), default);
        var request = new InferenceRequest { Source = Dialect.OpenAIChat, Turns = [new Turn(TurnRole.Assistant, [call])] };
        ToolNames.Of(request, TargetTraits.Of(Dialect.AnthropicMessages)).Written(Function("a b")).Should().StartWith("a_b_");
    }

    [Fact]
    public void A_name_that_nobody_gave_stays_as_it_is() =>
        Names(Function("a")).CallersOf(Function("invented")).Should().Be(Function("invented"));

    private static ToolReference Function(string name) => new(ToolKind.Function, name);

    private static ToolNames Names(params ToolReference[] tools) => ToolNames.Of(
        new InferenceRequest
        {
            Source = Dialect.OpenAIResponses,
            Tools = [.. tools.Select(tool => new ToolDefinition.Function(tool))],
        },
        TargetTraits.Of(Dialect.OpenAIChat));
}
