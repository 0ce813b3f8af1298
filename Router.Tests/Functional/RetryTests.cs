// The same target again: only when it surely did not act on the request, and never for long.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class RetryTests
{
    [Theory]
    [InlineData("retry-after-ms", "1700", 1.7)]
    [InlineData("retry-after", "2", 2)]
    [InlineData("retry-after", "Mon, 02 Nov 2026 09:00:02 GMT", 2)]
    public async Task A_short_wait_that_the_upstream_asks_for_is_kept(string header, string value, double seconds)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 1");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 429, (header, value)));
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var asking = world.AskAsync();
        await world.Clock.WhenArmedAsync(TimeSpan.FromSeconds(seconds));
        world.First.RequestCount.Should().Be(1);
        world.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var (answer, body) = await asking;

        body.Should().Be(UpstreamText.Answer);
        answer.Headers.GetValues("x-router-attempts").Should().Equal("2");
        answer.Headers.GetValues("x-router-provider").Should().Equal("p1");
        var row = await world.Router.RowAsync();
        row.Number("attempts").Should().Be(2);
        row.Number("fallback").Should().Be(0, "a retry is no fallback");
        row.Number("latency_ms").Should().Be((long)(seconds * 1000));
    }

    [Fact]
    public async Task Retries_give_way_so_that_each_of_many_targets_has_its_attempt()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 6, retry: "same_target: 1");
        foreach (var upstream in world.Upstreams)
        {
            upstream.OnEvery(r => r.AnswerJsonAsync("{}", 429, ("retry-after", "0")));
        }

        var (answer, _) = await world.AskAsync();

        answer.Headers.GetValues("x-router-attempts").Should().Equal("10");
        world.Upstreams.Select(upstream => upstream.RequestCount).Should().Equal(2, 2, 2, 2, 1, 1);
        (await world.Router.RowAsync()).Attempts.Should().HaveCount(10);
    }

    [Fact]
    public async Task A_long_wait_is_left_to_the_caller()
    {
        await using var world = await UpstreamWorld.StartAsync(retry: "same_target: 2");
        world.First.OnNext(r => r.AnswerJsonAsync("""{"error":{"message":"slow down"}}""", 429, ("retry-after", "3")));

        var (answer, body) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(503);
        answer.Headers.GetValues("x-router-error").Should().Equal("upstream_rate_limited");
        answer.Headers.GetValues("retry-after").Should().Equal("3");
        answer.Headers.GetValues("retry-after-ms").Should().Equal("3000");
        body.Should().Contain("slow down");
        world.First.RequestCount.Should().Be(1);
    }

    [Fact]
    public async Task A_long_wait_goes_to_the_next_target_at_once()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 2");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after", "60")));
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        (await world.AskAsync()).Body.Should().Be(UpstreamText.Answer);
        world.First.RequestCount.Should().Be(1);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task A_target_that_refuses_is_tried_again_and_then_left(int status)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 2, deadline: 24h", timeouts: "total: 24h");
        world.First.OnEvery(r => r.AnswerJsonAsync("{}", status));
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, body) = await PassAsync(world, world.AskAsync());

        body.Should().Be(UpstreamText.Answer);
        answer.Headers.GetValues("x-router-attempts").Should().Equal("4");
        world.First.RequestCount.Should().Be(3);
        var row = await world.Router.RowAsync();
        row.Attempts.Select(a => a["attempt"]).Should().Equal(1L, 2L, 3L, 4L);
        row.Attempts.Select(a => a["provider"]).Should().Equal("p1", "p1", "p1", "p2");
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_and_then_left()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 1, deadline: 24h", timeouts: "total: 24h");
        await world.First.RefuseAsync();
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, _) = await PassAsync(world, world.AskAsync());

        answer.Headers.GetValues("x-router-attempts").Should().Equal("3");
        var row = await world.Router.RowAsync();
        row.Attempts.Select(a => a["error_class"]).Should().Equal(["connect", "connect", null]);
        row.Number("failed_cost").Should().Be(0, "nothing was sent");
    }

    [Theory]
    [InlineData(UpstreamWorld.Ask)]
    [InlineData(UpstreamWorld.AskStream)]
    public async Task A_connection_that_breaks_after_the_request_is_not_tried_again(string ask)
    {
        await using var world = await UpstreamWorld.StartAsync(retry: "same_target: 2");
        world.First.OnEvery(r =>
        {
            r.Close();
            return Task.CompletedTask;
        });

        var (answer, body) = await world.AskAsync(ask);

        ((int)answer.StatusCode).Should().Be(502);
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[upstream_truncated]");
        world.First.RequestCount.Should().Be(1);
        (await world.Router.RowAsync()).Number("total_cost").Should().BePositive("it may have acted");
    }

    [Fact]
    public async Task A_wait_beyond_the_deadline_is_not_begun()
    {
        await using var world = await UpstreamWorld.StartAsync(retry: "same_target: 2, deadline: 1s");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after", "2")));

        var (answer, _) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(503);
        world.First.RequestCount.Should().Be(1);
    }

    [Fact]
    public async Task A_stream_is_retried_before_content_as_an_unary_answer_is()
    {
        var whole = UpstreamText.Role + UpstreamText.Content("hi") + UpstreamText.Finish + UpstreamText.Done;
        await using var world = await UpstreamWorld.StartAsync(retry: "same_target: 1");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after-ms", "1700")));
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(whole);
        });

        var asking = world.StreamAsync();
        await world.Clock.WhenArmedAsync(TimeSpan.FromMilliseconds(1700));
        world.Clock.Advance(TimeSpan.FromMilliseconds(1700));
        using var caller = await asking;

        (await caller.ReadAllAsync()).Should().Be(whole);
        caller.Answer.Headers.GetValues("x-router-attempts").Should().Equal("2");
    }

    /// <summary>Moves the clock over back-offs, whose length is drawn by lot.</summary>
    private static async Task<T> PassAsync<T>(UpstreamWorld world, Task<T> asking)
    {
        await world.Clock.AdvanceUntilAsync(asking, TimeSpan.FromMilliseconds(200));
        return await asking;
    }
}
