// Silence in a stream: heartbeats for the caller, limits for the upstream.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class StreamingSilenceTests
{
    private const string Limits = "first_byte: 40s, idle: 50s, total: 100s";
    private const string NoLimits = "first_byte: 0, idle: 0, total: 0";

    private static readonly string Begun = UpstreamText.Role + UpstreamText.Content("one");
    private static readonly string Rest = UpstreamText.Content("two") + UpstreamText.Finish + UpstreamText.Done;

    [Fact]
    public async Task Heartbeats_go_out_before_the_head_before_content_and_between_content()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: NoLimits);
        TaskCompletionSource head = new(), content = new(), rest = new();
        world.First.OnNext(async r =>
        {
            await r.StallAsync(head.Task);
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role);
            await r.StallAsync(content.Task);
            await r.SendChunkAsync(UpstreamText.Content("one"));
            await r.StallAsync(rest.Task);
            await r.SendChunkAsync(Rest);
        });

        var asking = world.StreamAsync();
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(14.9));
        asking.IsCompleted.Should().BeFalse();
        world.Clock.Advance(TimeSpan.FromSeconds(0.1));
        using var caller = await asking;
        await caller.ReadToAsync(UpstreamText.Heartbeat);
        caller.Answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        head.SetResult();

        await BeatAsync(world, caller.ReadToAsync(UpstreamText.Heartbeat + UpstreamText.Heartbeat));
        content.SetResult();

        await caller.ReadToAsync(UpstreamText.Heartbeat + Begun);
        await BeatAsync(world, caller.ReadToAsync(UpstreamText.Heartbeat));
        rest.SetResult();

        OneOfEach(await caller.ReadAllAsync()).Should().Be(UpstreamText.Heartbeat + Begun + UpstreamText.Heartbeat + Rest);
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
    }

    [Fact]
    public async Task Comments_of_the_upstream_are_silence_to_a_client_that_waits_for_events()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: NoLimits);
        var text = DialectText.Messages;
        using var comment = new SemaphoreSlim(0);
        var rest = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(text.Preamble + text.Content);
            while (await r.StallAsync(Task.WhenAny(rest.Task, comment.WaitAsync())) && !rest.Task.IsCompleted)
            {
                await r.SendChunkAsync(": keep\n\n");
            }

            await r.SendChunkAsync(text.Rest);
        });

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);
        await caller.ReadToAsync(text.Preamble + text.Content);
        var isTold = false;
        for (var round = 0; round < 20 && !isTold; round++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(10));
            comment.Release();
            await caller.ReadToAsync(": keep\n\n");
            world.Clock.Advance(TimeSpan.FromSeconds(5));

            // The pump may still be at its flush, and the heartbeat is left out for it; not every time.
            var beat = caller.ReadToAsync(text.Heartbeat);
            isTold = await Task.WhenAny(beat, Task.Delay(TimeSpan.FromSeconds(1))) == beat;
            if (!isTold)
            {
                await BeatAsync(world, beat);
            }
        }

        isTold.Should().BeTrue("the silence began before the comment");
        rest.SetResult();

        (await caller.ReadAllAsync()).Should().EndWith(text.Rest);
    }

    [Fact]
    public async Task A_preamble_too_long_to_hold_leaves_the_limits_of_content_as_they_are()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: Limits);
        var preamble = UpstreamText.Role + string.Concat(Enumerable.Repeat($": {new string('x', 1000)}\n\n", 300));
        var rest = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(preamble);
            await r.SendChunkAsync(UpstreamText.Content("one"));
            await r.StallAsync(rest.Task);
            await r.SendChunkAsync(Rest);
        });

        using var caller = await world.StreamAsync();
        await caller.ReadToAsync(preamble + UpstreamText.Content("one"));
        world.Clock.Advance(TimeSpan.FromSeconds(45));
        rest.SetResult();

        (await caller.ReadAllAsync()).Should().EndWith(Rest, "first_byte is over with the first content, and idle has 5 s left");
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
    }

    [Fact]
    public async Task The_next_target_may_still_serve_after_a_heartbeat()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, timeouts: NoLimits);
        var go = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role);
            await r.StallAsync(go.Task);
            r.Close();
        });
        world.Second.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync("\uFEFF" + Begun + Rest);
        });

        var asking = world.StreamAsync();
        await world.First.RequestAsync();
        await BeatAsync(world, asking);
        using var caller = await asking;
        await caller.ReadToAsync(UpstreamText.Heartbeat);
        go.SetResult();

        OneOfEach(await caller.ReadAllAsync()).Should().Be(UpstreamText.Heartbeat + Begun + Rest, "nothing of the first target's preamble, and no byte-order mark within");
    }

    [Fact]
    public async Task A_failure_after_a_heartbeat_is_an_error_event()
    {
        await using var world = await UpstreamWorld.StartAsync();
        var go = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StallAsync(go.Task);
            await r.AnswerJsonAsync("""{"error":{"message":"busy"}}""", 529);
        });

        var asking = world.StreamAsync();
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(15));
        using var caller = await asking;
        await caller.ReadToAsync(UpstreamText.Heartbeat);
        go.SetResult();

        (await caller.ReadAllAsync()).Should().StartWith(UpstreamText.Heartbeat + "data: {\"error\":{\"message\":\"[upstream_capacity]").And.NotContain("[DONE]");
        var row = await world.Router.RowAsync();
        row.Number("status").Should().Be(200);
        row.Text("outcome").Should().Be("failed");
    }

    [Fact]
    public async Task A_limit_and_a_heartbeat_at_one_moment_leave_one_whole_answer()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: "connect: 0, first_byte: 14s, total: 0");
        world.First.OnEvery(r => r.StallAsync());
        for (var round = 1; round <= 40; round++)
        {
            var asking = world.AskAsync(UpstreamWorld.AskStream);
            await world.First.RequestAsync(round);
            world.Clock.Advance(CallerSilence);
            var (answer, body) = await asking;

            var error = answer.IsSuccessStatusCode ? body.Replace(UpstreamText.Heartbeat + "data: ", "", StringComparison.Ordinal) : body;
            UpstreamWorld.ErrorIn(error).Message.Should().StartWith("[upstream_timeout]");
            answer.Content.Headers.ContentType!.MediaType.Should().Be(answer.IsSuccessStatusCode ? "text/event-stream" : "application/json");
            var row = (await world.Router.RowsAsync())[^1];
            row.Number("status").Should().Be((int)answer.StatusCode);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_before_content_ends_with_first_byte(bool headSent)
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: "first_byte: 10s, idle: 50s, total: 100s");
        var stalled = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            if (headSent)
            {
                await r.StartEventsAsync();
                await r.SendChunkAsync(UpstreamText.Role);
            }

            stalled.SetResult();
            await r.StallAsync();
        });

        var asking = world.AskAsync(UpstreamWorld.AskStream);
        await stalled.Task.Within();
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        var (answer, body) = await asking;

        ((int)answer.StatusCode).Should().Be(504);
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[upstream_timeout]").And.Contain("the first_byte timeout passed");
        (await world.Router.RowAsync()).Attempts.Should().ContainSingle().Which["error_class"].Should().Be("timeout_first_byte");
    }

    [Fact]
    public async Task Silence_before_content_leads_to_the_next_target()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, timeouts: "first_byte: 10s");
        world.First.OnNext(r => r.StallAsync());
        world.Second.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Begun + Rest);
        });

        var asking = world.StreamAsync();
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        using var caller = await asking;

        (await caller.ReadAllAsync()).Should().Be(Begun + Rest);
        caller.Answer.Headers.GetValues("x-router-attempts").Should().Equal("2");
    }

    [Theory]
    [InlineData("first_byte: 0, idle: 12s, total: 24h", 12, "idle")]
    [InlineData("first_byte: 0, idle: 24h, total: 12s", 12, "total")]
    public async Task Silence_after_content_is_an_error_event_that_names_the_limit(string timeouts, int seconds, string limit)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, timeouts: timeouts);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Begun);
            await r.StallAsync();
        });

        using var caller = await world.StreamAsync();
        await caller.ReadToAsync(Begun);
        var all = caller.ReadAllAsync();

        // The pump may not have come back to its read yet; silence counts from there.
        await world.Clock.AdvanceUntilAsync(all, TimeSpan.FromSeconds(seconds));

        (await all).Replace(UpstreamText.Heartbeat, "", StringComparison.Ordinal)
            .Should().StartWith(Begun + "data: {\"error\":{\"message\":\"[upstream_timeout]").And.Contain($"the {limit} timeout passed").And.NotContain("[DONE]");
        world.Second.RequestCount.Should().Be(0);
        var row = await world.Router.RowAsync();
        row.Text("outcome").Should().Be("failed");
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be($"timeout_{limit}");
    }

    [Fact]
    public async Task An_unary_answer_that_never_comes_ends_with_total()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: Limits);
        world.First.OnNext(r => r.StallAsync());

        var asking = world.AskAsync();
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(99));
        asking.IsCompleted.Should().BeFalse();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var (answer, body) = await asking;

        ((int)answer.StatusCode).Should().Be(504);
        UpstreamWorld.ErrorIn(body).Message.Should().Contain("the total timeout passed");
    }

    [Fact]
    public async Task An_upstream_that_stays_open_after_DONE_is_let_go()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: NoLimits);
        var gone = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Begun + Rest);
            await r.StallAsync();
            gone.SetResult();
        });

        using var caller = await world.StreamAsync();
        await caller.ReadToAsync(UpstreamText.Done);
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed", "the row is there before the caller sees the end");
        var all = caller.ReadAllAsync();

        // The short limit counts from the pump's next read.
        await world.Clock.AdvanceUntilAsync(all, TimeSpan.FromMilliseconds(500));

        (await all).Should().Be(Begun + Rest);
        await gone.Task.Within();
    }

    /// <summary>
    /// Lets heartbeats go out until one was seen. The first that is due may be left out for a pump that is just writing or reading, and on a
    /// slow machine there may be several.
    /// </summary>
    private static Task BeatAsync(UpstreamWorld world, Task seen) => world.Clock.AdvanceUntilAsync(seen, CallerSilence);

    private static string OneOfEach(string seen)
    {
        while (seen.Contains(UpstreamText.Heartbeat + UpstreamText.Heartbeat, StringComparison.Ordinal))
        {
            seen = seen.Replace(UpstreamText.Heartbeat + UpstreamText.Heartbeat, UpstreamText.Heartbeat, StringComparison.Ordinal);
        }

        return seen;
    }

    private static TimeSpan CallerSilence => TimeSpan.FromSeconds(15);
}
