// Streams under pressure: callers that leave or read slowly, upstreams that never stop.
using System.Diagnostics.CodeAnalysis;
using System.Text;
using FluentAssertions;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

/// <summary>Alone on the machine, since memory is looked at.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit's own word.")]
[Collection(Name)]
public sealed class StreamingPressureTests
{
    internal const string Name = "streams under pressure";
    private const int Mib = 1024 * 1024;

    private static readonly byte[] Piece = Encoding.UTF8.GetBytes(UpstreamText.Content(new string('x', 60_000)));

    [Fact]
    public async Task A_caller_that_leaves_takes_the_upstream_with_it()
    {
        await using var world = await UpstreamWorld.StartAsync();
        var gone = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("sixteen bytes..."));
            await r.ClientGone;
            gone.SetResult();
        });

        var caller = await world.StreamAsync();
        await caller.ReadToAsync(UpstreamText.Content("sixteen bytes..."));
        await caller.LeaveAsync();

        await gone.Task.Within();
        var row = (await world.Router.RowsAsync(1)).Single();
        row.Text("outcome").Should().Be("cancelled");
        row.Number("status").Should().Be(200);
        row.Text("usage_source").Should().Be("estimated");
        row.Number("output_tokens").Should().Be(4);
        row.Number("input_tokens").Should().BePositive();
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be("cancelled");
    }

    [Theory]
    [InlineData(UpstreamWorld.Ask)]
    [InlineData(UpstreamWorld.AskStream)]
    public async Task A_caller_that_leaves_before_the_answer_is_cancelled_once_and_no_other_target_is_asked(string ask)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 2");
        var gone = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.ClientGone;
            gone.SetResult();
        });
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent(ask);
        var asking = world.Router.Caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, leaving.Token);
        await world.First.RequestAsync();

        await leaving.CancelAsync();

        await gone.Task.Within();
        await asking.Invoking(a => a).Should().ThrowAsync<OperationCanceledException>();
        var row = (await world.Router.RowsAsync(1)).Single();
        row.Number("status").Should().Be(499);
        row.Text("outcome").Should().Be("cancelled");
        row.Attempts.Should().ContainSingle();
        world.Second.RequestCount.Should().Be(0);
    }

    [Fact]
    public async Task A_caller_that_leaves_while_a_retry_is_waited_for_is_cancelled()
    {
        await using var world = await UpstreamWorld.StartAsync(retry: "same_target: 1");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after-ms", "1700")));
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent(UpstreamWorld.Ask);
        var asking = world.Router.Caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, leaving.Token);
        await world.Clock.WhenArmedAsync(TimeSpan.FromMilliseconds(1700));

        await leaving.CancelAsync();

        await asking.Invoking(a => a).Should().ThrowAsync<OperationCanceledException>();
        var row = (await world.Router.RowsAsync(1)).Single();
        row.Text("outcome").Should().Be("cancelled");
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be("status_429");
        world.First.RequestCount.Should().Be(1);
    }

    [Fact]
    public async Task Memory_stays_flat_over_a_stream_without_end()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            while (!r.ClientGone.IsCompleted)
            {
                await r.SendChunkAsync(Piece);
            }
        });

        using var caller = await world.StreamAsync();
        await SkipAsync(caller, 10 * Mib);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        await SkipAsync(caller, 60 * Mib);
        var late = GC.GetTotalMemory(forceFullCollection: true);
        await caller.LeaveAsync();

        (late - early).Should().BeLessThan(8 * Mib, "50 MiB more went through");
        (await world.Router.RowsAsync(1)).Single().Number("output_tokens").Should().BeGreaterThan(60 * Mib / 4);
    }

    [Fact]
    public async Task A_caller_that_reads_slowly_holds_the_upstream_up_and_loses_nothing()
    {
        const int pieces = 800;
        var sent = 0;
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            for (; sent < pieces; sent++)
            {
                await r.SendChunkAsync(Piece);
            }

            await r.SendChunkAsync(UpstreamText.Finish + UpstreamText.Done);
        });

        using var caller = await world.StreamAsync();
        await StuckAsync(world, TimeSpan.FromSeconds(600), () => Volatile.Read(ref sent));
        sent.Should().BeLessThan(pieces / 2, "48 MiB do not fit into sockets and one bounded buffer");
        world.Clock.Advance(TimeSpan.FromSeconds(300));
        var all = await caller.ReadAllAsync();

        all.Length.Should().Be((pieces * Piece.Length) + UpstreamText.Finish.Length + UpstreamText.Done.Length, "silence of the caller is no idle upstream");
        all.Should().EndWith(UpstreamText.Finish + UpstreamText.Done);
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
    }

    [Fact]
    public async Task A_caller_that_takes_nothing_any_more_is_cut_off()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: "first_byte: 0, idle: 0, total: 0");
        var gone = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            while (!r.ClientGone.IsCompleted)
            {
                await Task.WhenAny(r.SendChunkAsync(Piece), r.ClientGone);
            }

            gone.SetResult();
        });

        using var caller = await world.StreamAsync();
        for (var minute = 0; minute < 100 && !gone.Task.IsCompleted; minute++)
        {
            // Sockets find some more room now and then: each write has its own minute.
            await Task.WhenAny(gone.Task, world.Clock.WhenArmedAsync(WriteLimit.Default));
            world.Clock.Advance(WriteLimit.Default);
        }

        await gone.Task.Within();
        (await world.Router.RowsAsync(1)).Single().Text("outcome").Should().Be("cancelled");
    }

    private static async Task SkipAsync(StreamingCaller caller, long bytes)
    {
        var buffer = new byte[64 * 1024];
        for (long skipped = 0; skipped < bytes;)
        {
            var read = await caller.Body.ReadAsync(buffer).AsTask().Within();
            read.Should().BePositive();
            skipped += read;
        }
    }

    /// <summary>
    /// Returns once the router has waited for a second for its caller to take something: the limit of that write is armed, and what the
    /// upstream sent no longer grows. The figure alone may also stand still because the machine is busy.
    /// </summary>
    /// <param name="limit">Of a write to the caller: the provider's <c>total</c>.</param>
    private static async Task StuckAsync(UpstreamWorld world, TimeSpan limit, Func<int> figure)
    {
        var last = 0;
        for (int still = 0, looks = 0; still < 5; looks++)
        {
            looks.Should().BeLessThan(300, "a caller that takes nothing holds the upstream up within a minute");
            await Task.Delay(200);
            var now = figure();
            still = now == last && now > 0 && world.Clock.IsArmed(limit) ? still + 1 : 0;
            last = now;
        }
    }
}
