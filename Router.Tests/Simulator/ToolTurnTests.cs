// Which tools the simulator calls, when, and that agents come to an end.
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class ToolTurnTests : IAsyncLifetime
{
    private const string CodexTools = """
        [{"type":"function","name":"update_plan","parameters":{"type":"object","properties":{"plan":{"type":"string"}},"required":["plan"]}},
         {"type":"function","name":"shell","parameters":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"timeout_ms":{"type":"number"}},"required":["command"]}},
         {"type":"namespace","name":"agents","description":"d","tools":[{"type":"function","name":"spawn"}]},{"type":"web_search"},
         {"type":"custom","name":"apply_patch","format":{"type":"text"}}]
        """;

    private const string ClaudeTools = """
        [{"name":"Agent","input_schema":{"type":"object","properties":{"prompt":{"type":"string"}},"required":["prompt"]}},
         {"name":"Bash","input_schema":{"type":"object","properties":{"command":{"type":"string"},"timeout":{"type":"number"}},"required":["command"],"additionalProperties":false}},
         {"type":"web_search_20260209","name":"web_search"}]
        """;

    private SimulatorClient _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorClient.Start();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_two_tool_turn_over_responses_makes_two_harmless_calls_and_then_answers()
    {
        var input = new JsonArray(
            JsonNode.Parse("""{"role":"user","content":[{"type":"input_text","text":"<environment_context>list</environment_context>"}]}"""),
            JsonNode.Parse("""{"role":"user","content":[{"type":"input_text","text":"Do a two-tool turn"}]}"""));
        var commands = new List<string>();
        while (commands.Count < 5)
        {
            var answer = await _simulator.Ask(SimulatorClient.Responses, $$"""{"model":"m","tools":{{CodexTools}},"input":{{input.ToJsonString()}}}""");
            var item = answer["output"]!.AsArray().Should().ContainSingle().Subject!;
            if ((string?)item["type"] == "message")
            {
                ((string?)item["content"]![0]!["text"]).Should().Contain("the tools gave 2 results (7 characters, 7 characters)");
                break;
            }

            ((string?)item["name"]).Should().Be("shell");
            commands.Add((string)item["arguments"]!);
            input.Add(item.DeepClone());
            input.Add(JsonNode.Parse($$"""{"type":"function_call_output","call_id":"{{(string)item["call_id"]!}}","output":"a.txt\nb"}"""));
        }

        commands.Should().Equal("""{"command":["ls"]}""", """{"command":["ls","-a"]}""");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"description":"none"}""")]
    [InlineData("""{"type":["null","object"]}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"object"}]}""")]
    public async Task Arguments_are_an_object_whatever_the_tool_declares(string parameters)
    {
        var answer = await _simulator.Ask(SimulatorClient.Chat, $$"""
            {"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":"required","tools":[{"type":"function","function":{"parameters":{{parameters}},"name":"f"} }]}
            """);

        JsonNode.Parse((string)answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]!).Should().BeOfType<JsonObject>();
    }

    [Fact]
    public async Task A_two_tool_turn_over_messages_makes_two_harmless_calls_and_then_answers()
    {
        var messages = new JsonArray(JsonNode.Parse("""
            {"role":"user","content":[{"type":"text","text":"<system-reminder>use parallel calls</system-reminder>"},{"type":"text","text":"Do a two-tool turn"}]}
            """));
        var commands = new List<string>();
        while (commands.Count < 5)
        {
            var answer = await _simulator.Ask(
                SimulatorClient.Messages,
                $$"""{"model":"m","max_tokens":500,"thinking":{"type":"adaptive"},"tools":{{ClaudeTools}},"messages":{{messages.ToJsonString()}}}""");
            var content = answer["content"]!.AsArray();
            ((string?)content[0]!["type"]).Should().Be("thinking");
            if ((string?)answer["stop_reason"] == "end_turn")
            {
                ((string?)content[1]!["text"]).Should().Contain("the tools gave 2 results");
                break;
            }

            ((string?)content[1]!["name"]).Should().Be("Bash");
            commands.Add(content[1]!["input"]!.ToJsonString());
            messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = content.DeepClone() });
            messages.Add(JsonNode.Parse($$"""
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"{{(string)content[1]!["id"]!}}","content":[{"type":"text","text":"a.txt"}]},{"type":"text","text":"<system-reminder>go on</system-reminder>"}]}
                """));
        }

        commands.Should().Equal("""{"command":"ls"}""", """{"command":"ls -a"}""");
    }

    [Theory]
    [InlineData("Good morning", "auto", 0)]
    [InlineData("Recall my listing", "auto", 0)]
    [InlineData("List the files", "auto", 1)]
    [InlineData("Try get_time, please", "auto", 1)]
    [InlineData("Use two tools", "auto", 2)]
    [InlineData("Good morning", "required", 1)]
    [InlineData("List the files", "none", 0)]
    public async Task Calls_follow_the_choice_and_the_words_of_the_person(string text, string choice, int calls)
    {
        var message = await AskChat($$""" "tool_choice":"{{choice}}","messages":[{"role":"user","content":"{{text}}"}] """);
        (message["tool_calls"]?.AsArray().Count ?? 0).Should().Be(calls);
    }

    [Fact]
    public async Task A_named_tool_is_called_rather_than_the_first()
    {
        var message = await AskChat(""" "messages":[{"role":"user","content":"Try get_time, please"}] """);
        ((string?)message["tool_calls"]![0]!["function"]!["name"]).Should().Be("get_time");
    }

    [Fact]
    public async Task A_forced_tool_is_called_even_after_results()
    {
        var message = await AskChat("""
            "tool_choice":{"type":"function","function":{"name":"get_time"}},"messages":[{"role":"user","content":"x"},
            {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"get_time","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"noon"}]
            """);
        ((string?)message["tool_calls"]![0]!["function"]!["name"]).Should().Be("get_time");
    }

    [Fact]
    public async Task Parallel_calls_that_are_switched_off_are_not_made()
    {
        var message = await AskChat(""" "parallel_tool_calls":false,"messages":[{"role":"user","content":"Use two tools in parallel"}] """);
        message["tool_calls"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Only_allowed_tools_are_called()
    {
        var message = await AskChat("""
            "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"get_time"}}]}},"messages":[{"role":"user","content":"x"}]
            """);
        ((string?)message["tool_calls"]![0]!["function"]!["name"]).Should().Be("get_time");
    }

    [Fact]
    public async Task A_new_question_after_results_begins_a_new_turn()
    {
        var message = await AskChat("""
            "messages":[{"role":"user","content":"call"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"get_time","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c","content":"noon"},{"role":"assistant","content":"noon"},{"role":"user","content":"call again"}]
            """);
        message["tool_calls"]!.AsArray().Should().ContainSingle();
    }

    private async Task<JsonNode> AskChat(string fields)
    {
        var answer = await _simulator.Ask(SimulatorClient.Chat, $$$"""
            {"model":"m","tools":[{"type":"function","function":{"name":"get_files"}},{"type":"function","function":{"name":"get_time","parameters":{"type":"object"} } }],{{{fields}}} }
            """);
        return answer["choices"]![0]!["message"]!;
    }
}
