// Streams that fail: before content a clean error or the next target, after content an error event and never a made-up end.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class StreamingFailureTests
{
    private static readonly string Whole = UpstreamText.Role + UpstreamText.Content("second") + UpstreamText.Finish + UpstreamText.Done;

    /// <summary>Ways to fail before the first content, with the code that the caller sees and the class in the ledger.</summary>
    public static TheoryData<string, string, string> Openings => new()
    {
        { "cut", "upstream_truncated", "reset" },
        { "end", "upstream_truncated", "truncated" },
        { "half", "upstream_truncated", "truncated" },
        { "error", "upstream_failed", "stream_error" },
        { "spent", "upstream_quota", "stream_error" },
        { "garbage", "upstream_failed", "garbage" },
        { "done-nothing", "upstream_truncated", "reset" },
    };

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task Failing_before_content_is_a_clean_error(string how, string code, string errorClass)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => FailEarlyAsync(r, how));

        var (answer, body) = await world.AskAsync(UpstreamWorld.AskStream);

        answer.IsSuccessStatusCode.Should().BeFalse();
        answer.Headers.GetValues("x-router-error").Should().Equal(code);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith($"[{code}]");
        var row = await world.Router.RowAsync();
        row.Text("outcome").Should().Be("failed");
        row.Text("error_code").Should().Be(code);
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be(errorClass);
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task Failing_before_content_leads_to_the_next_target_and_shows_nothing_of_the_first(string how, string code, string errorClass)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => FailEarlyAsync(r, how));
        world.Second.OnNext(r => r.AnswerEventsAsync(Whole));

        using var caller = await world.StreamAsync();

        (await caller.ReadAllAsync()).Should().Be(Whole, $"{code} came before content");
        caller.Answer.Headers.GetValues("x-router-attempts").Should().Equal("2");
        caller.Answer.Headers.GetValues("x-router-provider").Should().Equal("p2");
        (await world.Router.RowAsync()).Attempts.Select(a => a["error_class"]).Should().Equal([errorClass, null]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_after_content_is_an_error_event_and_no_normal_end(bool insideAnEvent)
    {
        var begun = UpstreamText.Role + UpstreamText.Content("one");
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(begun + (insideAnEvent ? UpstreamText.Content("two")[..30] : ""));
            r.Close();
        });

        using var caller = await world.StreamAsync();
        var seen = await caller.ReadAllAsync();

        seen.Should().StartWith(begun + "data: {\"error\":{\"message\":\"[upstream_truncated]").And.EndWith("\n\n").And.NotContain("[DONE]").And.NotContain("two");
        world.Second.RequestCount.Should().Be(0);
        var row = await world.Router.RowAsync();
        row.Number("status").Should().Be(200);
        row.Text("outcome").Should().Be("failed");
        row.Text("error_code").Should().Be("upstream_truncated");
        row.Text("usage_source").Should().Be("estimated");
        row.Number("total_cost").Should().BePositive();
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"id\":\"c1\",\"cho")]
    public async Task An_orderly_end_without_a_finish_is_truncated_too(string rest)
    {
        var begun = UpstreamText.Role + UpstreamText.Content("one");
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerEventsAsync(begun + rest));

        using var caller = await world.StreamAsync();
        var seen = await caller.ReadAllAsync();

        seen.Should().StartWith(begun + "data: {\"error\":{\"message\":\"[upstream_truncated]").And.NotContain("[DONE]");
        (await world.Router.RowAsync()).Attempts.Should().ContainSingle().Which["error_class"].Should().Be("truncated");
    }

    [Fact]
    public async Task An_error_event_after_content_is_passed_on_in_the_upstreams_words()
    {
        var begun = UpstreamText.Role + UpstreamText.Content("one");
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerEventsAsync(begun + UpstreamText.ErrorEvent + UpstreamText.Done));

        using var caller = await world.StreamAsync();

        (await caller.ReadAllAsync()).Should().Be(begun + UpstreamText.ErrorEvent);
        world.Second.RequestCount.Should().Be(0);
        var row = await world.Router.RowAsync();
        row.Text("outcome").Should().Be("failed");
        row.Text("error_code").Should().Be("upstream_failed");
    }

    [Fact]
    public async Task Garbage_after_content_is_an_error_event_and_is_not_shown()
    {
        var begun = UpstreamText.Role + UpstreamText.Content("one");
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerEventsAsync(begun + "data: {broken\n\n" + UpstreamText.Done));

        using var caller = await world.StreamAsync();
        var seen = await caller.ReadAllAsync();

        seen.Should().StartWith(begun + "data: {\"error\":{\"message\":\"[upstream_failed]").And.NotContain("broken").And.NotContain("[DONE]");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_beyond_16_MiB_is_given_up(bool afterContent)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role + (afterContent ? UpstreamText.Content("one") : "") + "data: ");
            var piece = new byte[256 * 1024];
            Array.Fill(piece, (byte)'x');
            for (var i = 0; i < 128 && !r.ClientGone.IsCompleted; i++)
            {
                await r.SendChunkAsync(piece);
            }
        });

        using var caller = await world.StreamAsync();
        var seen = await caller.ReadAllAsync();

        seen.Should().Contain("[upstream_failed]").And.Contain("too large");
        seen.Length.Should().BeLessThan(10_000);
        caller.Answer.IsSuccessStatusCode.Should().Be(afterContent);
    }

    private static async Task FailEarlyAsync(UpstreamExchange r, string how)
    {
        await r.StartEventsAsync();
        switch (how)
        {
            case "cut":
                await r.SendChunkAsync(UpstreamText.Role);
                r.Close();
                break;
            case "end":
                await r.SendChunkAsync(UpstreamText.Role);
                break;
            case "half":
                await r.SendChunkAsync(UpstreamText.Role + "data: {\"id\":\"c1\",\"cho");
                break;
            case "error":
                await r.SendChunkAsync(UpstreamText.Role + UpstreamText.ErrorEvent);
                break;
            case "spent":
                await r.SendChunkAsync(UpstreamText.Role + "data: {\"error\":{\"message\":\"spent\",\"type\":\"insufficient_quota\"}}\n\n");
                break;
            case "garbage":
                await r.SendChunkAsync(UpstreamText.Role + "data: <html>\n\n");
                break;
            default:
                r.Close();
                break;
        }
    }
}
