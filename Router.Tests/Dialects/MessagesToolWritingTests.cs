// Tools and the choice among them, written for a Messages target.
using System.Text.Json;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesToolWritingTests
{
    private static readonly InferenceRequest Asked = Messages.Request(Messages.User(Messages.Text("Hi")));

    [Theory]
    [InlineData(null, """{"type":"object","properties":{}}""")]
    [InlineData("{}", """{"type":"object","properties":{}}""")]
    [InlineData("""{ "properties": {"z":{"minimum":1.0}} }""", """{"type":"object","properties": {"z":{"minimum":1.0}}}""")]
    [InlineData("""{"properties":{}, "type":"object"}""", """{"properties":{}, "type":"object"}""")]
    public void A_schema_is_kept_as_written_and_is_an_object(string? parameters, string written)
    {
        var tool = Messages.Function("f") with { Parameters = parameters is null ? null : Messages.Json(parameters), Description = JsonString.Raw("d") };
        Member(Asked with { Tools = [tool] }, "tools").Should().Be($$"""[{"name":"f","description":"d","input_schema":{{written}}}]""");
    }

    [Fact]
    public void Strict_is_carried_when_it_is_said_and_told_when_Responses_leaves_it_unsaid()
    {
        Member(Asked with { Tools = [Messages.Function("f") with { Strict = true }] }, "tools").Should().Contain("\"strict\":true");
        var unsaid = Asked with { Tools = [Messages.Function("f") with { Strict = null }] };
        Member(unsaid, "tools").Should().NotContain("strict");
        Lost(unsaid).Should().BeEmpty();
        Lost(unsaid with { Source = Dialect.OpenAIResponses }).Should().Equal("Approximated tools[].strict");
    }

    [Fact]
    public void A_free_form_tool_is_a_function_with_its_grammar_in_the_description()
    {
        var reference = new ToolReference(ToolKind.Custom, "patch");
        var tool = new ToolDefinition.Custom(reference)
        {
            Description = JsonString.Raw("Edits."),
            Grammar = new ToolGrammar(JsonString.Raw("lark"), JsonString.Raw("start: \\\"x\\\"")),
        };
        var call = new TurnPart.ToolCall("c", reference, new ToolInput("a\\n\\\"b\\\""u8.ToArray(), TextForm.Escaped));
        var request = Messages.Request(Messages.User(Messages.Text("Hi")), Messages.Assistant(call), Messages.User(Messages.Result("c"))) with { Tools = [tool] };
        Member(request, "tools").Should().Be(
            """[{"name":"patch","description":"Edits.\n\nThe input must follow this lark grammar:\nstart: \"x\"","input_schema":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}}]""");
        Member(request, "messages").Should().Contain("""{"type":"tool_use","id":"c","name":"patch","input":{"input":"a\n\"b\""}}""");
        Lost(request).Should().Equal("Approximated tools[].custom.format", "Approximated tools[].custom");
    }

    [Fact]
    public void A_tool_of_a_namespace_has_the_namespaces_words_and_a_flat_name()
    {
        var tool = new ToolDefinition.Function(new ToolReference(ToolKind.Function, "read", "files")) { Strict = false, NamespaceDescription = JsonString.Raw("Files."), Description = JsonString.Raw("Reads.") };
        Member(Asked with { Tools = [tool] }, "tools").Should().Contain("""{"name":"files__read","description":"Files.\n\nReads.",""");
    }

    [Theory]
    [InlineData("None", null, """{"type":"none"}""")]
    [InlineData("Required", null, """{"type":"any"}""")]
    [InlineData("Tool", null, """{"type":"tool","name":"f"}""")]
    [InlineData("Required", false, """{"type":"any","disable_parallel_tool_use":true}""")]
    [InlineData("Auto", false, """{"type":"auto","disable_parallel_tool_use":true}""")]
    [InlineData("None", false, """{"type":"none"}""")]
    [InlineData("Auto", true, null)]
    [InlineData("Auto", null, null)]
    public void The_choice_and_one_call_at_a_time(string mode, bool? parallel, string? written)
    {
        var choice = new ToolChoice(Enum.Parse<ToolChoiceMode>(mode)) { Tool = mode == "Tool" ? new ToolReference(ToolKind.Function, "f") : null };
        MemberOrNull(Asked with { Tools = [Messages.Function("f")], ToolChoice = choice, ParallelCalls = parallel }, "tool_choice").Should().Be(written);
    }

    [Fact]
    public void A_choice_without_tools_is_not_sent() =>
        MemberOrNull(Asked with { ToolChoice = new ToolChoice(ToolChoiceMode.None), ParallelCalls = false }, "tool_choice").Should().BeNull();

    [Fact]
    public void Only_the_allowed_tools_are_sent()
    {
        var request = Asked with
        {
            Tools = [Messages.Function("f"), Messages.Function("g")],
            ToolChoice = new ToolChoice(ToolChoiceMode.Required) { Allowed = [new ToolReference(ToolKind.Function, "g")] },
        };
        Member(request, "tools").Should().Contain("\"g\"").And.NotContain("\"f\"");
        Member(request, "tool_choice").Should().Be("""{"type":"any"}""");
        Lost(request).Should().Equal("Approximated tool_choice.allowed_tools");
    }

    [Fact]
    public void A_tool_that_was_called_and_is_listed_no_more_is_declared()
    {
        var request = Messages.Request(Messages.User(Messages.Text("Hi")), Messages.Assistant(Messages.Call("a", "f", ""), Messages.Call("b", "f", "")), Messages.User(Messages.Result("a"), Messages.Result("b")));
        Member(request, "tools").Should().Be("""[{"name":"f","input_schema":{"type":"object","properties":{}}}]""");
        Lost(request).Should().Equal("Approximated tools");
    }

    [Fact]
    public void A_target_without_tools_and_one_without_parallel_calls()
    {
        var request = Asked with { Tools = [Messages.Function("f")], ParallelCalls = true };
        Lost(request, Messages.Traits with { Tools = false }).Should().Equal("Refused tools");
        Lost(request, Messages.Traits with { ParallelTools = false }).Should().Equal("Ignored parallel_tool_calls");
    }

    private static string Member(InferenceRequest request, string name) => MemberOrNull(request, name)!;

    private static string? MemberOrNull(InferenceRequest request, string name)
    {
        using var body = JsonDocument.Parse(Messages.Write(request).Body);
        return body.RootElement.TryGetProperty(name, out var value) ? value.GetRawText() : null;
    }

    private static IEnumerable<string> Lost(InferenceRequest request, TargetTraits? traits = null) =>
        Messages.Write(request, traits).Losses.Losses.Select(loss => $"{loss.Fate} {loss.Path}");
}
