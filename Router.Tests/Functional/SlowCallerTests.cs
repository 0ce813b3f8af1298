// Callers that read slowly or not at all: an answer is theirs while they take it, and nothing is held for those who do not.
using System.Globalization;
using FluentAssertions;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class SlowCallerTests
{
    /// <summary>So that few answers fill what lies between the router and a caller that reads nothing, on every system.</summary>
    private const int SmallBuffer = 16 * 1024;

    private static readonly string Large = new('x', 15_000_000);

    [Fact]
    public async Task A_slow_caller_gets_the_tail_of_a_stream_long_after_its_end_event_came()
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: "total: 100s");
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("a"));
            await r.SendChunkAsync(UpstreamText.Content(Large) + UpstreamText.Finish + UpstreamText.Usage + UpstreamText.Done);
        });

        using var caller = await world.StreamAsync();
        var row = (await world.Router.RowsAsync(1)).Single();
        await world.Clock.WhenArmedAsync(TimeSpan.FromSeconds(100));
        world.Clock.Advance(TimeSpan.FromSeconds(20));

        (await caller.ReadAllAsync()).Should().EndWith(UpstreamText.Done);
        row.Text("outcome").Should().Be("completed");
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/json")]
    public async Task A_caller_that_reads_slowly_but_steadily_gets_a_large_stream_whole(string type)
    {
        await using var world = await UpstreamWorld.StartAsync(timeouts: "total: 100s");
        var text = DialectText.Messages;
        var stop = text.Stream.LastIndexOf('}');

        // The end event itself is the large one: the answer has come whole, and no limit of the upstream binds, when its first piece goes out.
        var answer = type == "application/json"
            ? text.Answer.Replace("Good morning", Large, StringComparison.Ordinal)
            : text.Stream.Insert(stop, $",\"padding\":\"{Large}\"");
        world.First.OnNext(r => r.AnswerAsync(200, type, System.Text.Encoding.UTF8.GetBytes(answer)));

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);
        await world.Router.RowsAsync(1);
        var limit = TimeSpan.FromSeconds(100);
        var piece = new byte[WriteLimit.Piece];
        await world.Clock.WhenArmedAsync(limit);
        for (var round = 0; round < 3; round++)
        {
            world.Clock.Advance(limit * 0.6);
            while (!world.Clock.IsArmed(limit))
            {
                // What the caller takes lets a piece go, and the limit of the next one begins.
                var read = await caller.Body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false).AsTask().Within();
                read.Should().Be(piece.Length, "the limit counts for a piece, not for the whole");
                for (var wait = 0; wait < 40 && !world.Clock.IsArmed(limit); wait++)
                {
                    // Slower than the router writes, however busy the machine is.
                    await Task.Delay(5);
                }
            }
        }

        var seen = await caller.ReadAllAsync();
        seen[^20..].Should().EndWith("\"}\n\n");
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
    }

    [Theory]
    [InlineData(200, "completed")]
    [InlineData(400, "failed")]
    public async Task A_caller_that_takes_nothing_of_a_whole_body_gives_its_place_back(int status, string outcome)
    {
        var body = status == 200
            ? UpstreamText.Answer.Replace("Hi,", Large, StringComparison.Ordinal)
            : """{"error":{"message":"LARGE"}}""".Replace("LARGE", Large[..1_000_000], StringComparison.Ordinal);

        // Where other requests follow, no limit of theirs may pass with that of the write.
        var limit = status == 200 ? TimeSpan.FromSeconds(5) : WriteLimit.Default;
        await using var world = await UpstreamWorld.StartAsync(timeouts: status == 200 ? "total: 5s" : "total: 0");
        for (var i = 0; i < 12; i++)
        {
            world.First.OnNext(r => r.AnswerJsonAsync(body, status));
        }

        var ask = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\ncontent-length: {UpstreamWorld.Ask.Length}\r\n\r\n{UpstreamWorld.Ask}");
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address, SmallBuffer);
        await caller.SendAsync(string.Concat(Enumerable.Repeat(ask, status == 200 ? 1 : 12)));
        (await world.Router.RowsAsync(1))[0].Text("outcome").Should().Be(outcome);

        await NoneInFlightAsync(world, limit);
        world.First.RequestCount.Should().BeLessThan(12);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/healthz")]
    public async Task A_caller_that_takes_nothing_of_what_it_asks_is_cut_off_there_too(string path)
    {
        var aliases = string.Join(", ", Enumerable.Range(0, 300).Select(number => $"alias-{number}"));
        await using var world = await UpstreamWorld.StartAsync(group: $"aliases: [ {aliases} ]");
        var ask = $"GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\n\r\n";
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address, SmallBuffer);

        // The asking ends with the connection alone.
        var asked = async () => await world.Clock.AdvanceUntilAsync(AskForEverAsync(caller, ask), TimeSpan.FromSeconds(5));
        await asked.Should().ThrowAsync<IOException>();
    }

    private static async Task AskForEverAsync(RawCaller caller, string ask)
    {
        var many = string.Concat(Enumerable.Repeat(ask, 1000));
        while (true)
        {
            await caller.SendAsync(many);
        }
    }

    /// <summary>Lets the limit of each write that waits pass, until no request is in flight.</summary>
    private static async Task NoneInFlightAsync(UpstreamWorld world, TimeSpan writeLimit)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            using var answer = await world.Router.Admin.GetAsync(new Uri("/metrics", UriKind.Relative));
            var metrics = await answer.Content.ReadAsStringAsync(limit.Token);
            if (metrics.Split('\n').Contains("router_in_flight 0"))
            {
                return;
            }

            await Task.Delay(50, limit.Token);
            if (world.Clock.IsArmed(writeLimit))
            {
                world.Clock.Advance(writeLimit);
            }
        }
    }
}
