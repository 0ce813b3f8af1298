// Threads of Messages: a conversation that the service keeps, which Anthropic's own tool runner begins and goes on with unasked.
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class MessageThreadTests
{
    private const string Answer =
        """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";

    private const string Events =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Hi.\"}}\n\n"
        + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":1}}\n\n"
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private const string Begin = """ "thread":{"type":"create"}""";

    private const string GoOn = """ "thread":{"type":"continue","previous_message_id":"msg_1"}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thread_goes_on_where_it_began(bool stream)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, group: "strategy: weighted", dialects: "anthropic-messages");
        world.Second.OnNext(async r =>
        {
            if (!stream)
            {
                await r.AnswerJsonAsync(Answer);
                return;
            }

            await r.StartEventsAsync();
            await r.SendChunkAsync(Events);
            await r.EndAsync();
        });
        world.Second.OnNext(r => r.AnswerJsonAsync(Answer));

        using var first = await AskAsync(world, Begin, stream);
        await first.Content.ReadAsStringAsync();
        using var next = await AskAsync(world, GoOn);

        ((int)next.StatusCode).Should().Be(200, await next.Content.ReadAsStringAsync());
        world.Second.RequestCount.Should().Be(2);
    }

    /// <summary>Where no thread was asked for the service keeps nothing, and the id of an answer names nothing.</summary>
    [Theory]
    [InlineData(""" "metadata":{}""")]
    [InlineData(""" "thread":null""")]
    public async Task An_answer_outside_a_thread_is_not_gone_on_from(string members)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerJsonAsync(Answer));

        using var first = await AskAsync(world, members);
        using var next = await AskAsync(world, GoOn);

        ((int)first.StatusCode, (int)next.StatusCode).Should().Be((200, 400));
        world.First.RequestCount.Should().Be(1);
    }

    /// <summary>By this word the SDK sends the whole conversation again and begins a new thread; without it its user gets the refusal.</summary>
    [Fact]
    public async Task A_thread_that_nobody_knows_is_refused_in_the_services_own_word()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");

        using var answer = await AskAsync(world, GoOn);

        var error = await ErrorOfAsync(answer);
        ((string?)error["message"]).Should().StartWith("[unsupported_parameter] 'thread.previous_message_id' cannot be carried out by any target of model 'chat'.");
        ((string?)error["details"]?["error_code"]).Should().Be("thread_not_found");
    }

    /// <summary>By this one it sends the whole conversation again without a thread.</summary>
    [Theory]
    [InlineData(Begin, "openai-chat")]
    [InlineData(GoOn, "openai-chat")]
    [InlineData(Begin, "openai-responses")]
    [InlineData(GoOn, "openai-responses")]
    public async Task A_thread_that_no_target_can_keep_is_refused_in_the_services_own_word(string members, string dialect)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: dialect);

        using var answer = await AskAsync(world, members);

        var error = await ErrorOfAsync(answer);
        ((string?)error["message"]).Should().StartWith("[unsupported_parameter] 'thread");
        ((string?)error["details"]?["error_code"]).Should().Be("thread_unsupported_request");
    }

    [Fact]
    public async Task A_refusal_of_something_else_has_no_details()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-chat");

        using var answer = await AskAsync(world, """ "inference_geo":"eu" """);

        (await ErrorOfAsync(answer)).ContainsKey("details").Should().BeFalse();
    }

    private static Task<HttpResponseMessage> AskAsync(UpstreamWorld world, string members, bool stream = false) => world.PostAsync(
        "/v1/messages",
        $$"""{"model":"chat","max_tokens":9,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"x"}],{{members}} }""",
        ("anthropic-version", "2026-10-21"));

    private static async Task<JsonObject> ErrorOfAsync(HttpResponseMessage answer)
    {
        ((int)answer.StatusCode).Should().Be(400);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!.AsObject();
    }
}
