// Refusals of the request itself that come inside an answer of status 200: clients act on their codes and words.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class RefusedWithinTests
{
    private const string TooLong = "Your input exceeds the context window of this model. Please adjust your input and try again.";
    private const string Invalid = "The prompt is not allowed.";

    private static readonly string ChatTooLong = ErrorEvent(TooLong, "invalid_request_error", "context_length_exceeded");

    [Fact]
    public async Task A_chat_stream_becomes_the_status_that_the_service_gives_it_and_no_other_target_is_asked()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerEventsAsync(UpstreamText.Role + ChatTooLong));

        var (answer, body) = await world.AskAsync(UpstreamWorld.AskStream);

        ((int)answer.StatusCode).Should().Be(400);
        answer.Headers.Contains("x-router-error").Should().BeFalse("the words are the service's");
        var error = JsonNode.Parse(body)!["error"]!;
        ((string?)error["code"], (string?)error["message"]).Should().Be(("context_length_exceeded", TooLong));
        world.Second.RequestCount.Should().Be(0);
        var row = await world.Router.RowAsync();
        (row.Number("status"), row.Text("outcome"), row.Number("total_cost")).Should().Be((400, "failed", 0));
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be("request");
    }

    [Fact]
    public async Task A_messages_stream_keeps_the_words_that_agents_match()
    {
        await using var world = await UpstreamWorld.StartAsync();
        const string Words = "prompt is too long: 205000 tokens > 200000 maximum";
        world.First.OnNext(r => r.AnswerEventsAsync($$$"""event: error{{{"\n"}}}data: {"type":"error","error":{"type":"invalid_request_error","message":"{{{Words}}}"}}{{{"\n\n"}}}"""));

        using var answer = await world.PostAsync(DialectText.Messages.Path, DialectText.Messages.StreamRequest);

        ((int)answer.StatusCode).Should().Be(400);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        ((string?)error["type"], (string?)error["message"]).Should().Be(("invalid_request_error", Words));
    }

    [Theory]
    [InlineData("context_length_exceeded", TooLong)]
    [InlineData("invalid_prompt", Invalid)]
    public async Task A_responses_stream_goes_on_as_it_came_because_its_clients_read_the_code_there(string code, string message)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        var events = Failed(code, message);
        world.First.OnNext(r => r.AnswerEventsAsync(events));

        using var caller = await world.StreamAsync(DialectText.Responses.Path, DialectText.Responses.StreamRequest);

        (await caller.ReadAllAsync()).Should().Be(events);
        var row = await world.Router.RowAsync();
        (row.Number("status"), row.Text("outcome"), row.Text("error_code")).Should().Be((200, "failed", "upstream_failed"));
    }

    [Fact]
    public async Task A_responses_body_that_failed_so_is_a_refusal()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(
            $$$"""{"id":"resp_1","object":"response","created_at":1,"model":"up-model","status":"failed","error":{"code":"invalid_prompt","message":"{{{Invalid}}}"},"output":[]}"""));

        using var answer = await world.PostAsync(DialectText.Responses.Path, DialectText.Responses.Request);

        ((int)answer.StatusCode).Should().Be(400);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        ((string?)error["code"], (string?)error["message"]).Should().Be(("invalid_prompt", Invalid));
    }

    [Theory]
    [InlineData("openai-responses")]
    [InlineData("openai-chat")]
    public async Task A_caller_of_messages_learns_in_its_own_words_that_its_input_is_too_long(string upstream)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        world.First.OnNext(r => r.AnswerEventsAsync(upstream == "openai-chat" ? ChatTooLong : Failed("context_length_exceeded", TooLong)));

        using var answer = await world.PostAsync(DialectText.Messages.Path, DialectText.Messages.StreamRequest);

        ((int)answer.StatusCode).Should().Be(400);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        ((string?)error["type"], (string?)error["message"]).Should().Be(("invalid_request_error", "prompt is too long: " + TooLong));
    }

    [Fact]
    public async Task The_routers_own_credential_is_never_the_callers_mistake()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerEventsAsync(ErrorEvent("Incorrect API key provided.", "invalid_request_error", "invalid_api_key")));

        var (answer, _) = await world.AskAsync(UpstreamWorld.AskStream);

        ((int)answer.StatusCode).Should().Be(502);
    }

    private static string ErrorEvent(string message, string type, string code) =>
        $$$"""data: {"error":{"message":"{{{message}}}","type":"{{{type}}}","param":null,"code":"{{{code}}}"}}{{{"\n\n"}}}""";

    private static string Failed(string code, string message)
    {
        const string Response = "\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"model\":\"up-model\"";
        return $$$"""
            event: response.created
            data: {"type":"response.created","sequence_number":0,"response":{{{{Response}}},"status":"in_progress","error":null,"output":[]}}

            event: response.failed
            data: {"type":"response.failed","sequence_number":1,"response":{{{{Response}}},"status":"failed","error":{"code":"{{{code}}}","message":"{{{message}}}"},"output":[]}}


            """;
    }
}
