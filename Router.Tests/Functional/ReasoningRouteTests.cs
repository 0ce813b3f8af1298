// Reasoning on its way back to the provider that made it, or to none.
using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ReasoningRouteTests
{
    private const string Thinking =
        """{"id":"msg_1","type":"message","role":"assistant","model":"up-model","content":[{"type":"thinking","thinking":"Two and two.","signature":"c2lnbmF0dXJl"},{"type":"text","text":"Four"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":4}}""";

    private const string Reasoning =
        """{"id":"resp_1","object":"response","created_at":1,"model":"up-model","status":"completed","error":null,"output":[{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Two and two."}],"encrypted_content":"gAAAsecret"},{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Four","annotations":[]}]}],"usage":{"input_tokens":3,"output_tokens":4,"total_tokens":7}}""";

    private const string BadSignature =
        """{"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content.0: Invalid `signature` in `thinking` block"}}""";

    [Fact]
    public async Task A_Responses_caller_carries_thinking_back_to_its_Messages_provider_byte_for_byte()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerJsonAsync(Thinking));
        world.First.OnNext(r => r.AnswerJsonAsync(Thinking));

        var output = await AskResponsesAsync(world, "[]");
        await AskResponsesAsync(world, output.ToJsonString());

        output[0]!["encrypted_content"]!.ToString().Should().StartWith("rtr1.");
        output.ToJsonString().Should().NotContain("c2lnbmF0dXJl", "a signature is no business of the caller's");
        world.First.Requests[1].BodyText.Should().Contain("""{"type":"thinking","thinking":"Two and two.","signature":"c2lnbmF0dXJl"}""");
    }

    [Fact]
    public async Task A_Messages_caller_carries_encrypted_reasoning_back_to_its_Responses_provider_byte_for_byte()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-responses");
        world.First.OnNext(r => r.AnswerJsonAsync(Reasoning));
        world.First.OnNext(r => r.AnswerJsonAsync(Reasoning));

        var content = await AskMessagesAsync(world);
        await AskMessagesAsync(world, content.ToJsonString());

        content[0]!["type"]!.ToString().Should().Be("thinking");
        world.First.Requests[1].BodyText.Should().Contain("gAAAsecret");
    }

    [Fact]
    public async Task Reasoning_of_another_dialect_is_left_out_on_a_route_of_the_callers_own_and_the_answer_says_so()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerJsonAsync(Thinking));
        const string Turn = """[{"type":"thinking","thinking":"Two and two.","signature":"rtr1.AAAA"},{"type":"text","text":"Four"}]""";

        using var answer = await PostMessagesAsync(world, Turn);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-router-approximated").Should().Equal("messages[].content[].thinking");
        world.First.Requests[0].BodyText.Should().NotContain("rtr1.").And.Contain("""[{"type":"text","text":"Four"}]""");
    }

    [Theory]
    [InlineData("", "[none, low]", """ "thinking":{"type":"disabled"}, "context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},""")]
    [InlineData("", "[low, high]", """ "context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},""")]
    [InlineData("/count_tokens", "[none, low]", """ "thinking":{"type":"disabled"}, "context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},""")]
    public async Task A_loop_of_tools_that_lost_its_thinking_goes_on_without_thinking_and_the_answer_says_so(string path, string levels, string sent)
    {
        await using var world = await UpstreamWorld.StartAsync(
            targets: 2, dialects: "anthropic-messages", model: $"traits: {{ reasoningLevels: {levels} }}");
        world.First.OnNext(r => r.AnswerJsonAsync(path.Length > 0 ? """{"input_tokens":7}""" : Thinking));

        using var answer = await world.PostAsync("/v1/messages" + path, Loop("rtr1.AAAA"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-router-approximated").Should().Equal("messages[].content[].thinking, thinking");
        world.First.Requests[0].BodyText.Should().Be(
            Loop("rtr1.AAAA").Replace("\"chat\"", "\"up-model\"", StringComparison.Ordinal)
                .Replace(LoopThinking.TrimEnd(',') + LoopContext, sent.TrimEnd(','), StringComparison.Ordinal)
                .Replace("""{"type":"thinking","thinking":"Two and two.","signature":"rtr1.AAAA"},""", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loop_of_tools_whose_signature_was_rejected_is_tried_once_more_without_thinking()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerAsync(400, "application/json", System.Text.Encoding.UTF8.GetBytes(BadSignature)));
        world.First.OnNext(r => r.AnswerJsonAsync(Thinking));

        using var answer = await world.PostAsync("/v1/messages", Loop("b3RoZXI="));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-router-approximated").Should().Equal("messages[].content[].thinking, thinking");
        world.First.Requests[0].BodyText.Should().Contain("\"adaptive\"");
        world.First.Requests[1].BodyText.Should().Contain("""{"type":"disabled"}""").And.NotContain("\"adaptive\"");
    }

    [Fact]
    public async Task A_rejected_signature_is_tried_once_more_without_reasoning_on_a_route_of_the_callers_own()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerAsync(400, "application/json", System.Text.Encoding.UTF8.GetBytes(BadSignature)));
        world.First.OnNext(r => r.AnswerJsonAsync(Thinking));
        const string Turn = """[{"type":"thinking","thinking":"Of another.","signature":"b3RoZXI="},{"type":"text","text":"Four"}]""";

        using var answer = await PostMessagesAsync(world, Turn);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-router-approximated").Should().Equal("messages[].content[].thinking");
        world.First.Requests.Should().HaveCount(2);
        world.First.Requests[1].BodyText.Should().NotContain("Of another.");
    }

    [Fact]
    public async Task A_second_rejection_is_the_callers_to_see()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerAsync(400, "application/json", System.Text.Encoding.UTF8.GetBytes(BadSignature)));
        world.First.OnNext(r => r.AnswerAsync(400, "application/json", System.Text.Encoding.UTF8.GetBytes(BadSignature)));
        const string Turn = """[{"type":"thinking","thinking":"Of another.","signature":"b3RoZXI="},{"type":"text","text":"Four"}]""";

        using var answer = await PostMessagesAsync(world, Turn);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Be(BadSignature);
        world.First.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_rejected_signature_is_tried_once_more_without_reasoning_on_a_translated_route()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerJsonAsync(Thinking));
        world.First.OnNext(r => r.AnswerAsync(400, "application/json", System.Text.Encoding.UTF8.GetBytes(BadSignature)));
        world.First.OnNext(r => r.AnswerJsonAsync(Thinking));

        var output = await AskResponsesAsync(world, "[]");
        await AskResponsesAsync(world, output.ToJsonString());

        world.First.Requests.Should().HaveCount(3);
        world.First.Requests[2].BodyText.Should().NotContain("c2lnbmF0dXJl");
    }

    [Fact]
    public async Task The_provider_that_made_the_reasoning_is_asked_first()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerAsync(500, "application/json", "{}"u8.ToArray()));
        world.Second.OnNext(r => r.AnswerJsonAsync(Thinking));
        world.Second.OnNext(r => r.AnswerJsonAsync(Thinking));

        var output = await AskResponsesAsync(world, "[]");
        await AskResponsesAsync(world, output.ToJsonString());

        (world.First.Requests.Count, world.Second.Requests.Count).Should().Be((1, 2));
    }

    private const string LoopThinking = """ "thinking":{"type":"adaptive"},""";
    private const string LoopContext = """, "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"},{"type":"clear_tool_uses_20250919"}]}""";

    /// <summary>A turn that called a tool, and the tool's result.</summary>
    private static string Loop(string signature) =>
        """{"model":"chat","max_tokens":4000,""" + LoopThinking.TrimEnd(',') + LoopContext
        + ""","tools":[{"name":"f","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"2+2?"},"""
        + $$$"""{"role":"assistant","content":[{"type":"thinking","thinking":"Two and two.","signature":"{{{signature}}}"},{"type":"tool_use","id":"t","name":"f","input":{}}]},"""
        + """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"4"}]}]}""";

    private static async Task<JsonArray> AskResponsesAsync(UpstreamWorld world, string earlier)
    {
        var input = new JsonArray { JsonNode.Parse("""{"role":"user","content":"2+2?"}""") };
        foreach (var item in JsonNode.Parse(earlier)!.AsArray())
        {
            input.Add(item!.DeepClone());
        }

        input.Add(JsonNode.Parse("""{"role":"user","content":"again"}"""));
        var body = new JsonObject
        {
            ["model"] = "chat",
            ["store"] = false,
            ["include"] = new JsonArray("reasoning.encrypted_content"),
            ["reasoning"] = new JsonObject { ["effort"] = "low", ["summary"] = "auto" },
            ["input"] = input,
        };
        using var answer = await world.PostAsync("/v1/responses", body.ToJsonString());
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["output"]!.AsArray();
    }

    private static async Task<JsonArray> AskMessagesAsync(UpstreamWorld world, string? assistant = null)
    {
        using var answer = await PostMessagesAsync(world, assistant);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["content"]!.AsArray();
    }

    private static Task<HttpResponseMessage> PostMessagesAsync(UpstreamWorld world, string? assistant) => world.PostAsync(
        "/v1/messages",
        """{"model":"chat","max_tokens":4000,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"2+2?"}"""
        + (assistant is null ? "" : $$""",{"role":"assistant","content":{{assistant}}},{"role":"user","content":"again"}""") + "]}");
}
