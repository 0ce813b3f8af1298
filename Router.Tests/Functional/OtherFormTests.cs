// An upstream that answers in the other form than was asked for: a body for a stream, a stream for a body.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class OtherFormTests
{
    public static TheoryData<string, string> Cells => DialectText.Cells;

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_body_that_came_for_a_stream_becomes_a_short_stream(string caller, string upstream)
    {
        var (asked, given) = (DialectText.Of(caller), DialectText.Of(upstream));
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        world.First.OnNext(r => r.AnswerJsonAsync(given.Answer));

        using var stream = await world.StreamAsync(asked.Path, asked.StreamRequest);
        var text = await stream.ReadAllAsync();

        stream.Answer.StatusCode.Should().Be(HttpStatusCode.OK);
        stream.Answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        text.Should().Contain("Good morning").And.EndWith("\n\n").And.Contain(EndOf(caller));
        await CountedAsync(world);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_stream_that_came_for_a_body_is_folded_into_one(string caller, string upstream)
    {
        var (asked, given) = (DialectText.Of(caller), DialectText.Of(upstream));
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        world.First.OnNext(r => r.AnswerEventsAsync(given.Stream));

        using var answer = await world.PostAsync(asked.Path, asked.Request);
        var text = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.OK, text);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        JsonNode.Parse(text)!.ToJsonString().Should().Contain("Gr\\u00FC\\u00DFe");
        await CountedAsync(world);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_stream_that_came_for_a_body_and_was_cut_is_an_error(string caller, string upstream)
    {
        var (asked, given) = (DialectText.Of(caller), DialectText.Of(upstream));
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        world.First.OnNext(r => r.AnswerEventsAsync(given.Preamble + given.Content));

        using var answer = await world.PostAsync(asked.Path, asked.Request);

        ((int)answer.StatusCode).Should().Be(502);
        answer.Headers.GetValues("x-router-error").Should().Equal("upstream_truncated");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_body_without_a_type_that_came_for_a_stream_is_known_by_how_it_begins(string caller, string upstream)
    {
        var (asked, given) = (DialectText.Of(caller), DialectText.Of(upstream));
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        foreach (var body in (string[])[given.Answer, "\uFEFF \r\n" + given.Answer.Trim()])
        {
            world.First.OnNext(async r =>
            {
                await r.SendHeadAsync(200);
                await r.DripAsync(body[..8]);
                await r.SendChunkAsync(body[8..]);
            });
            using var stream = await world.StreamAsync(asked.Path, asked.StreamRequest);

            (await stream.ReadAllAsync()).Should().Contain("Good morning").And.EndWith("\n\n").And.Contain(EndOf(caller));
            stream.Answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_stream_without_a_type_goes_on_as_a_stream(string caller, string upstream)
    {
        var (asked, given) = (DialectText.Of(caller), DialectText.Of(upstream));
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        var rest = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.SendHeadAsync(200);
            await r.DripAsync("\r\n" + given.Preamble + given.Content, 7);
            await r.StallAsync(rest.Task);
            await r.SendChunkAsync(given.Rest);
        });

        using var stream = await world.StreamAsync(asked.Path, asked.StreamRequest);
        await stream.ReadUntilSeenAsync("Gr");
        rest.SetResult();

        (await stream.ReadAllAsync()).Should().EndWith("\n\n").And.Contain(EndOf(caller));
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
    }

    [Fact]
    public async Task An_empty_body_without_a_type_is_a_failed_attempt()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.SendHeadAsync(200));
        world.Second.OnNext(r => r.AnswerEventsAsync(DialectText.Chat.Stream));

        using var stream = await world.StreamAsync();

        (await stream.ReadAllAsync()).Should().EndWith("data: [DONE]\n\n");
        (await world.Router.RowAsync()).Attempts.Select(a => a["error_class"]).Should().Equal(["truncated", null]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_byte_order_mark_before_a_body_is_left_out(string caller, string upstream)
    {
        var (asked, given) = (DialectText.Of(caller), DialectText.Of(upstream));
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        world.First.OnNext(r => r.AnswerJsonAsync("\uFEFF" + given.Answer));

        using var answer = await world.PostAsync(asked.Path, asked.Request);
        var body = await answer.Content.ReadAsByteArrayAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        body[0].Should().Be((byte)'{');
        if (caller == upstream)
        {
            Encoding.UTF8.GetString(body).Should().Be(given.Answer);
        }

        await CountedAsync(world);
    }

    [Fact]
    public async Task An_error_or_garbage_in_a_body_that_came_for_a_stream_is_a_clean_failure()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerJsonAsync("""{"type":"error","error":{"type":"overloaded_error","message":"later"}}"""));
        world.Second.OnNext(r => r.AnswerJsonAsync("{}"));

        var (answer, body) = await world.AskAsync(UpstreamWorld.AskStream);

        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[upstream_failed]").And.Contain("All attempts failed");
        (await world.Router.RowAsync()).Number("attempts").Should().Be(2);
        answer.Dispose();
    }

    private static string EndOf(string dialect) => dialect switch
    {
        "openai-chat" => "[DONE]",
        "openai-responses" => "response.completed",
        _ => "message_stop",
    };

    private static async Task CountedAsync(UpstreamWorld world)
    {
        var row = await world.Router.RowAsync();
        (row.Text("outcome"), row.Text("usage_source")).Should().Be(("completed", "reported"));
        (row.Number("input_tokens"), row.Number("cache_read_tokens"), row.Number("output_tokens")).Should().Be((11, 5, 7));
    }
}
