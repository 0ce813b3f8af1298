// Streams with long waits between their events: the router holds no buffer while it waits, and nobody can tell.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class StreamingQuietTests
{
    private const int Waits = 4;

    private static readonly string Begun = UpstreamText.Role + UpstreamText.Content("one");
    private static readonly string Rest = UpstreamText.Content("two") + UpstreamText.Finish + UpstreamText.Done;

    [Fact]
    public async Task Events_that_come_after_long_waits_go_on_as_they_came()
    {
        await using var world = await UpstreamWorld.StartAsync();
        var (caller, sofar) = await QuietAsync(world, r => r.SendChunkAsync(Rest));

        (await caller.ReadAllAsync()).Should().Be(sofar + Rest);
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
        caller.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_ends_within_a_long_wait_is_an_error_event(bool reset)
    {
        await using var world = await UpstreamWorld.StartAsync();
        var (caller, sofar) = await QuietAsync(world, r =>
        {
            if (reset)
            {
                r.Reset();
            }

            // Else the script's end is the clean end of the body.
            return Task.CompletedTask;
        });

        (await caller.ReadAllAsync()).Should().StartWith(sofar + "data: {\"error\":{\"message\":\"[upstream_truncated]");
        (await world.Router.RowAsync()).Text("outcome").Should().Be("failed");
        caller.Dispose();
    }

    [Fact]
    public async Task Idle_binds_a_long_wait()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: "first_byte: 0, idle: 12s, total: 24h");
        var (caller, sofar) = await QuietAsync(world, r => r.StallAsync());
        var all = caller.ReadAllAsync();

        // The pump may not have come back to its read yet; silence counts from there.
        await world.Clock.AdvanceUntilAsync(all, TimeSpan.FromSeconds(12));

        (await all).Replace(UpstreamText.Heartbeat, "", StringComparison.Ordinal)
            .Should().StartWith(sofar + "data: {\"error\":{\"message\":\"[upstream_timeout]").And.Contain("the idle timeout passed");
        caller.Dispose();
    }

    /// <summary>A stream that has had several long waits, and the bytes that came; the next wait ends as <paramref name="end"/> does.</summary>
    private static async Task<(StreamingCaller Caller, string SoFar)> QuietAsync(UpstreamWorld world, Func<UpstreamExchange, Task> end)
    {
        var go = new SemaphoreSlim(0);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Begun);
            for (var wait = 0; wait < Waits; wait++)
            {
                await r.StallAsync(go.WaitAsync());
                await r.SendChunkAsync(UpstreamText.Content("more"));
            }

            await r.StallAsync(go.WaitAsync());
            await end(r);
        });

        var caller = await world.StreamAsync();
        var sofar = await caller.ReadToAsync(Begun);
        for (var wait = 0; wait < Waits; wait++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            go.Release();
            sofar = await caller.ReadToAsync(sofar + UpstreamText.Content("more"));
        }

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        go.Release();
        return (caller, sofar);
    }
}
