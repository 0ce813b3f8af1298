// What a Chat provider wants back of a tool loop, carried by callers of the other dialects.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ChatReasoningTests
{
    private const string Thought = "\"reasoning_content\":\"Two \\\"and\\\" two.\"";
    private const string Signature = """ "extra_content":{"google":{"thought_signature":"c2lnbmF0dXJl"}}""";

    private const string Whole =
        """{"id":"c","object":"chat.completion","created":1,"model":"up-model","choices":[{"index":0,"message":{"role":"assistant","content":null,"""
        + Thought + ""","tool_calls":[{"id":"call_a","type":"function",""" + Signature + ""","function":{"name":"f","arguments":"{}"}},"""
        + """{"id":"call_b","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"""
        + """ "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""";

    private static readonly string Stream = string.Concat(
        Chunk("""{"role":"assistant","reasoning_content":"Two"}"""), Chunk("""{"reasoning_content":" \"and\""}"""), Chunk("""{"reasoning_content":" two."}"""),
        Chunk("""{"tool_calls":[{"index":0,"id":"call_a","type":"function",""" + Signature + ""","function":{"name":"f","arguments":"{}"}}]}"""),
        Chunk("""{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"f","arguments":"{}"}}]}"""),
        """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"up-model","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""" + "\n\n",
        UpstreamText.Done);

    [Theory]
    [InlineData("/v1/responses", false)]
    [InlineData("/v1/responses", true)]
    [InlineData("/v1/messages", false)]
    [InlineData("/v1/messages", true)]
    public async Task Thoughts_and_signatures_of_calls_go_home_with_the_next_turn_and_are_shown_to_nobody(string path, bool stream)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-chat");
        world.First.OnNext(r => stream ? r.AnswerEventsAsync(Stream) : r.AnswerJsonAsync(Whole));
        world.First.OnNext(r => r.AnswerJsonAsync(Whole));

        var said = await AskAsync(world, path, [], stream);
        await AskAsync(world, path, said);

        said.ToJsonString().Should().NotContain("c2lnbmF0dXJl").And.Contain("rtr1.");
        world.First.Requests[1].BodyText.Should().Contain(
            """{"role":"assistant","content":null,""" + Thought + ""","tool_calls":[{"id":"call_a","type":"function","function":{"name":"f","arguments":"{}"},"""
            + Signature.Trim() + """},{"id":"call_b","type":"function","function":{"name":"f","arguments":"{}"}}]}""");
    }

    [Fact]
    public async Task A_thought_of_another_provider_does_not_go_there()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "openai-chat");
        world.First.OnNext(r => r.AnswerJsonAsync(Whole));
        world.First.OnNext(r => r.AnswerAsync(500, "application/json", "{}"u8.ToArray()));
        world.Second.OnNext(r => r.AnswerJsonAsync(Whole));

        var said = await AskAsync(world, "/v1/responses", []);
        await AskAsync(world, "/v1/responses", said);

        world.First.Requests[1].BodyText.Should().Contain(Thought);
        world.Second.Requests[0].BodyText.Should().NotContain("reasoning_content").And.NotContain("extra_content");
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"property 'reasoning_content' is unsupported"}}""")]
    [InlineData(400, """{"error":{"message":"Unrecognized request argument supplied: extra_content"}}""")]
    [InlineData(422, """{"error":{"message":"messages.1.reasoning_content: Extra inputs are not permitted"}}""")]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","messages",1,"assistant","reasoning_content"],"msg":"Extra inputs are not permitted"}]}""")]
    public async Task A_provider_that_does_not_take_back_what_it_gave_is_asked_once_more_without_it(int status, string refusal)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-chat");
        world.First.OnNext(r => r.AnswerJsonAsync(Whole));
        world.First.OnNext(r => r.AnswerAsync(status, "application/json", Encoding.UTF8.GetBytes(refusal)));
        world.First.OnNext(r => r.AnswerJsonAsync(Whole));

        var said = await AskAsync(world, "/v1/responses", []);
        await AskAsync(world, "/v1/responses", said);

        world.First.Requests.Should().HaveCount(3);
        world.First.Requests[2].BodyText.Should().NotContain("reasoning_content").And.NotContain("extra_content").And.Contain("call_a");
    }

    [Theory]
    [InlineData("The `reasoning_content` in the thinking mode must be passed back to the API.")]
    [InlineData("thinking is enabled but reasoning_content is missing in assistant tool call message at index 3")]
    [InlineData("Function call is missing a thought_signature in functionCall parts.")]
    public async Task A_provider_that_wants_more_back_is_not_asked_once_more_with_less(string message)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-chat");
        world.First.OnNext(r => r.AnswerJsonAsync(Whole));
        world.First.OnNext(r => r.AnswerAsync(400, "application/json", Encoding.UTF8.GetBytes($$$"""{"error":{"message":"{{{message}}}"}}""")));

        var said = await AskAsync(world, "/v1/responses", []);
        using var answer = await world.PostAsync("/v1/responses", ResponsesBody(said).ToJsonString());

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["message"]!.GetValue<string>().Should().Be(message);
        world.First.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("The `reasoning_content` in the thinking mode must be passed back to the API.")]
    [InlineData("thinking is enabled but reasoning_content is missing in assistant tool call message at index 1")]
    public async Task A_provider_that_goes_on_from_anothers_answers_gets_an_empty_thought_for_each_once_it_asks(string message)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "openai-chat");
        world.First.OnNext(r => r.AnswerJsonAsync(Whole));
        world.First.OnNext(r => r.AnswerAsync(500, "application/json", "{}"u8.ToArray()));
        world.Second.OnNext(r => r.AnswerAsync(400, "application/json", Encoding.UTF8.GetBytes($$$"""{"error":{"message":"{{{message}}}"}}""")));
        world.Second.OnNext(r => r.AnswerJsonAsync(Whole));

        var said = await AskAsync(world, "/v1/responses", []);
        await AskAsync(world, "/v1/responses", said);

        world.Second.Requests.Should().HaveCount(2);
        world.Second.Requests[1].BodyText.Should().Contain("""{"role":"assistant","content":null,"reasoning_content":"","tool_calls":[{"id":"call_a",""");
        (await world.Router.RowsAsync(2))[1].Attempts.Select(attempt => attempt["error_class"]).Should().Equal("status_500", "thoughts_missing", null);
    }

    private static string Chunk(string delta) =>
        $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"up-model","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""" + "\n\n";

    /// <summary>Asks with what was said before, and the results of its calls; what is said now.</summary>
    private static async Task<JsonArray> AskAsync(UpstreamWorld world, string path, JsonArray said, bool stream = false)
    {
        var body = path == "/v1/responses" ? ResponsesBody(said) : MessagesBody(said);
        body["stream"] = stream;
        using var answer = await world.PostAsync(path, body.ToJsonString());
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, text);
        return stream ? path == "/v1/responses" ? ItemsOf(text) : BlocksOf(text)
            : JsonNode.Parse(text)![path == "/v1/responses" ? "output" : "content"]!.AsArray();
    }

    private static JsonObject ResponsesBody(JsonArray said)
    {
        var input = new JsonArray { JsonNode.Parse("""{"role":"user","content":"2+2?"}""") };
        foreach (var item in said)
        {
            input.Add(item!.DeepClone());
        }

        foreach (var call in said.Where(item => (string?)item!["type"] == "function_call"))
        {
            input.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = (string?)call!["call_id"], ["output"] = "4" });
        }

        return new JsonObject
        {
            ["model"] = "chat",
            ["store"] = false,
            ["tools"] = JsonNode.Parse("""[{"type":"function","name":"f","parameters":{"type":"object"}}]"""),
            ["input"] = input,
        };
    }

    private static JsonObject MessagesBody(JsonArray said)
    {
        var messages = new JsonArray { JsonNode.Parse("""{"role":"user","content":"2+2?"}""") };
        if (said.Count > 0)
        {
            messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = said.DeepClone() });
            var results = said.Where(block => (string?)block!["type"] == "tool_use")
                .Select(block => (JsonNode)new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = (string?)block!["id"], ["content"] = "4" });
            messages.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray([.. results]) });
        }

        return new JsonObject
        {
            ["model"] = "chat",
            ["max_tokens"] = 4000,
            ["tools"] = JsonNode.Parse("""[{"name":"f","input_schema":{"type":"object"}}]"""),
            ["messages"] = messages,
        };
    }

    private static IEnumerable<JsonNode> EventsOf(string stream) => stream.Split('\n')
        .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!);

    private static JsonArray ItemsOf(string stream) =>
        EventsOf(stream).Single(told => (string?)told["type"] == "response.completed")["response"]!["output"]!.AsArray();

    /// <summary>The blocks put together again, as a client does it.</summary>
    private static JsonArray BlocksOf(string stream)
    {
        var blocks = new JsonArray();
        foreach (var told in EventsOf(stream))
        {
            if (told["content_block"] is { } block)
            {
                blocks.Add(block.DeepClone());
            }
            else if (told["delta"] is { } delta && told["index"] is not null)
            {
                var last = blocks[^1]!;
                switch ((string?)delta["type"])
                {
                    case "thinking_delta":
                        last["thinking"] = (string?)last["thinking"] + (string?)delta["thinking"];
                        break;
                    case "signature_delta":
                        last["signature"] = (string?)delta["signature"];
                        break;
                }
            }
        }

        return blocks;
    }
}
