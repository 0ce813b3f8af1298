// Refusals of the request itself that come once a heartbeat has begun the answer: told in the stream as their status would have told them.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class RefusalAfterHeartbeatTests
{
    private const string Words = "temperature: too hot";

    public static TheoryData<string, string> Cells => DialectText.Cells;

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_refusal_is_an_error_event_of_the_callers_own_making_and_no_other_target_is_asked(string caller, string upstream)
    {
        var asked = DialectText.Of(caller);
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: upstream);

        var seen = await BeatenAsync(world, asked, r => r.AnswerJsonAsync(
            $$$"""{"type":"error","error":{"message":"{{{Words}}}","type":"invalid_request_error","code":"too_hot","param":"temperature"}}""", 400));

        var error = ErrorIn(asked, seen);
        ((string?)error["message"]).Should().Be(Words);
        if (asked != DialectText.Responses)
        {
            ((string?)error["type"]).Should().Be("invalid_request_error");
        }

        if (asked != DialectText.Messages)
        {
            ((string?)error["code"]).Should().Be(asked == DialectText.Chat ? "too_hot" : "server_error", "Responses has a list of codes");
        }

        await RefusedAsync(world);
    }

    [Theory]
    [InlineData(404, "not_found_error", "model_not_found")]
    [InlineData(413, "request_too_large", "too_hot")]
    [InlineData(422, "invalid_request_error", "too_hot")]
    public async Task The_type_and_the_code_are_those_of_the_status(int status, string messagesType, string chatCode)
    {
        foreach (var asked in (DialectText[])[DialectText.Messages, DialectText.Chat])
        {
            await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "openai-chat");

            var seen = await BeatenAsync(world, asked, r => r.AnswerJsonAsync("""{"error":{"message":"no","code":"too_hot"}}""", status));

            var error = ErrorIn(asked, seen);
            ((string?)error["type"]).Should().Be(asked == DialectText.Messages ? messagesType : "invalid_request_error");
            ((string?)error["code"]).Should().Be(asked == DialectText.Messages ? null : chatCode);
            await RefusedAsync(world);
        }
    }

    [Theory]
    [InlineData("context_length_exceeded", "context_length_exceeded")]
    [InlineData("invalid_prompt", "invalid_prompt")]
    [InlineData("invalid_base64_image", "invalid_base64_image")]
    [InlineData("something_else", "server_error")]
    public async Task A_responses_stream_ends_with_the_code_that_its_clients_know(string code, string told)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);

        var seen = await BeatenAsync(world, DialectText.Responses, r => r.AnswerJsonAsync($$$"""{"error":{"message":"no","code":"{{{code}}}"}}""", 400));

        seen.Should().Contain("event: response.created\n").And.Contain("\"sequence_number\":1}");
        ((string?)ErrorIn(DialectText.Responses, seen)["code"]).Should().Be(told);
    }

    [Fact]
    public async Task A_refusal_inside_a_200_is_told_so_too()
    {
        const string TooLong = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.";
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "openai-chat");

        var seen = await BeatenAsync(world, DialectText.Messages, async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync($$$"""data: {"error":{"message":"{{{TooLong}}}","type":"invalid_request_error","param":null,"code":"context_length_exceeded"}}""" + "\n\n");
        });

        var error = ErrorIn(DialectText.Messages, seen);
        ((string?)error["type"], (string?)error["message"]).Should().Be(("invalid_request_error", "prompt is too long: 9000 tokens > 8192 maximum"));
        await RefusedAsync(world);
    }

    /// <summary>Asks for a stream, lets a heartbeat go out, and then lets the first target answer.</summary>
    private static async Task<string> BeatenAsync(UpstreamWorld world, DialectText asked, Func<UpstreamExchange, Task> answer)
    {
        var go = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StallAsync(go.Task);
            await answer(r);
        });
        world.Second.OnEvery(r => r.AnswerJsonAsync("{}", 500));

        var asking = world.StreamAsync(asked.Path, asked.StreamRequest);
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(15));
        using var caller = await asking;
        await caller.ReadToAsync(asked.Heartbeat);
        go.SetResult();
        return (await caller.ReadAllAsync())[asked.Heartbeat.Length..];
    }

    private static JsonNode ErrorIn(DialectText asked, string seen)
    {
        var last = seen.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1];
        var data = JsonNode.Parse(last[(last.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!;
        if (asked == DialectText.Responses)
        {
            ((string?)data["type"], (string?)data["response"]!["status"]).Should().Be(("response.failed", "failed"));
            return data["response"]!["error"]!;
        }

        last.Should().StartWith(asked == DialectText.Chat ? "data: " : "event: error\ndata: ");
        return data["error"]!;
    }

    private static async Task RefusedAsync(UpstreamWorld world)
    {
        world.Second.RequestCount.Should().Be(0);
        var row = await world.Router.RowAsync();
        (row.Number("status"), row.Text("outcome"), row.Number("total_cost")).Should().Be((200, "failed", 0));
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be("request");
    }
}
