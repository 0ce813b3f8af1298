// How much a Messages target is told to think, and what goes back to it.
using System.Text.Json;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesThinkingTests
{
    private const string Block = """{"type":"thinking","thinking":"hm","signature":"EqQB"}""";
    private static readonly InferenceRequest Asked = Messages.Request(Messages.User(Messages.Text("Hi")));
    private static readonly TargetTraits Older = Messages.Traits with { Reasoning = ReasoningSupport.Budget };
    private static readonly TargetTraits Never = Messages.Traits with { Reasoning = ReasoningSupport.None };

    [Theory]
    [InlineData("None", """{"type":"disabled"}""", null, "")]
    [InlineData("Minimal", """{"type":"adaptive"}""", """{"effort":"low"}""", "Approximated reasoning_effort")]
    [InlineData("Low", """{"type":"adaptive"}""", """{"effort":"low"}""", "")]
    [InlineData("XHigh", """{"type":"adaptive"}""", """{"effort":"xhigh"}""", "")]
    [InlineData("Max", """{"type":"adaptive"}""", """{"effort":"max"}""", "")]
    public void An_effort_is_adaptive_thinking_of_that_effort(string effort, string? thinking, string? config, string lost) =>
        Check(Wish(effort), Messages.Traits, thinking, config, lost);

    [Theory]
    [InlineData("None", """{"type":"disabled"}""")]
    [InlineData("Minimal", """{"type":"enabled","budget_tokens":1024}""")]
    [InlineData("Medium", """{"type":"enabled","budget_tokens":8192}""")]
    [InlineData("XHigh", """{"type":"enabled","budget_tokens":31999}""")]
    [InlineData("Max", """{"type":"enabled","budget_tokens":31999}""")]
    public void An_older_target_gets_a_budget_below_the_output_limit(string effort, string thinking) => Check(Wish(effort), Older, thinking, null, "");

    [Fact]
    public void A_limit_that_leaves_no_room_switches_thinking_off() =>
        Check(Wish("High") with { OutputLimit = Messages.Number("1024") }, Older, """{"type":"disabled"}""", null, "Approximated reasoning_effort");

    [Theory]
    [InlineData("High", "Refused reasoning_effort")]
    [InlineData("None", "")]
    public void A_target_that_cannot_think(string effort, string lost) => Check(Wish(effort), Never, null, null, lost);

    [Fact]
    public void A_target_that_cannot_stop_thinking_thinks_as_little_as_it_can() =>
        Check(Wish("None"), Messages.Traits with { ReasoningLevels = [ReasoningEffort.Medium, ReasoningEffort.High] },
            """{"type":"adaptive"}""", """{"effort":"medium"}""", "Approximated reasoning_effort");

    [Fact]
    public void Reasoning_that_is_only_to_be_shown_is_thinking_and_never_a_reason_to_refuse()
    {
        var shown = Asked with { Source = Dialect.OpenAIResponses, Reasoning = new ReasoningWish { Display = ReasoningDisplay.Summary } };
        Check(shown, Messages.Traits, """{"type":"adaptive","display":"summarized"}""", null, "");
        Check(shown, Older, """{"type":"enabled","budget_tokens":8192}""", null, "");
        Check(shown, Never, null, null, "Approximated reasoning.summary");
        Check(shown with { ToolChoice = new ToolChoice(ToolChoiceMode.Required) }, Messages.Traits, null, null, "Approximated reasoning.summary");
        Check(shown with { Reasoning = new ReasoningWish { Display = ReasoningDisplay.Detailed } }, Messages.Traits,
            """{"type":"adaptive","display":"summarized"}""", null, "Approximated reasoning.summary");
    }

    [Fact]
    public void A_callers_own_budget_and_display_come_through()
    {
        var reasoning = new ReasoningWish { Thinking = ThinkingMode.Budget, BudgetTokens = Messages.Number("2000"), Display = ReasoningDisplay.Omitted };
        Check(Asked with { Reasoning = reasoning }, Older, """{"type":"enabled","budget_tokens":2000,"display":"omitted"}""", null, "");
        Check(Asked with { Reasoning = new ReasoningWish { Thinking = ThinkingMode.Disabled } }, Older, """{"type":"disabled"}""", null, "");
    }

    [Fact]
    public void Nothing_asked_is_nothing_said() => Check(Asked, Messages.Traits, null, null, "");

    [Fact]
    public void A_forced_call_is_refused_while_thinking_is_on()
    {
        var request = Wish("High") with { Tools = [Messages.Function("f")], ToolChoice = new ToolChoice(ToolChoiceMode.Required) };
        Lost(request).Should().Equal("Refused tool_choice with reasoning_effort");
        Lost(request with { Reasoning = new ReasoningWish { Effort = ReasoningEffort.None } }).Should().BeEmpty();
    }

    [Fact]
    public void Reasoning_goes_home_byte_for_byte_and_nowhere_else()
    {
        var two = Block + "," + """{"type":"redacted_thinking","data":"x"}""";
        var own = Asked with
        {
            Turns = [.. Asked.Turns, Messages.Assistant(new TurnPart.Reasoning(Messages.Own(two)), Messages.Text("a")), .. Asked.Turns],
        };
        Messages.Write(own).Body.Should().Contain($$"""{"role":"assistant","content":[{{two}},{"type":"text","text":"a"}]}""");
        Lost(own).Should().BeEmpty();

        Messages.Write(own, leaveOutReasoning: true).Body.Should().NotContain("thinking");
        Messages.Write(own, leaveOutReasoning: true).Losses.Paths(Fate.Approximated).Should().Equal("messages[].reasoning_content");

        var foreign = new SealedReasoning(Messages.Origin with { Model = "other" }, Messages.Own(Block).Payload);
        var other = Asked with { Turns = [.. Asked.Turns, Messages.Assistant(new TurnPart.Reasoning(foreign)), .. Asked.Turns] };
        Messages.Write(other).Body.Should().NotContain("EqQB").And.NotContain("assistant");
        Lost(other).Should().Equal("Approximated messages[].reasoning_content");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_loop_of_tools_thinks_only_when_its_turn_begins_with_its_thinking(bool restored, bool thinks)
    {
        TurnPart[] first = restored
            ? [new TurnPart.Reasoning(Messages.Own(Block)), Messages.Call("a", "f", "")]
            : [Messages.Text("x"), Messages.Call("a", "f", "")];
        var request = Loop(Messages.Assistant(first), Messages.User(Messages.Result("a")), Messages.Assistant(Messages.Call("b", "f", "")), Messages.User(Messages.Result("b"), Messages.Text("go on")));
        Check(request, Messages.Traits, thinks ? """{"type":"adaptive"}""" : """{"type":"disabled"}""", thinks ? """{"effort":"high"}""" : null,
            thinks ? "" : "Approximated reasoning_effort");
    }

    [Fact]
    public void A_loop_that_is_over_asks_for_no_block() => Check(
        Loop(Messages.Assistant(Messages.Call("a", "f", "")), Messages.User(Messages.Result("a")), Messages.Assistant(Messages.Text("done")), Messages.User(Messages.Text("next"))),
        Messages.Traits, """{"type":"adaptive"}""", """{"effort":"high"}""", "");

    private static InferenceRequest Wish(string effort) => Asked with { Reasoning = new ReasoningWish { Effort = Enum.Parse<ReasoningEffort>(effort) } };

    private static InferenceRequest Loop(params Turn[] turns) => Wish("High") with { Turns = [.. Asked.Turns, .. turns], Tools = [Messages.Function("f")] };

    private static void Check(InferenceRequest request, TargetTraits traits, string? thinking, string? config, string lost)
    {
        var (text, losses) = Messages.Write(request, traits);
        using var body = JsonDocument.Parse(text);
        Raw(body, "thinking").Should().Be(thinking);
        Raw(body, "output_config").Should().Be(config);
        string.Join(';', losses.Losses.Select(loss => $"{loss.Fate} {loss.Path}")).Should().Be(lost);
    }

    private static string? Raw(JsonDocument body, string name) => body.RootElement.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    private static IEnumerable<string> Lost(InferenceRequest request) => Messages.Write(request).Losses.Losses.Select(loss => $"{loss.Fate} {loss.Path}");
}
