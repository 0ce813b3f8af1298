// Callers that read slowly or not at all: an answer is theirs while they take it, and nothing is held for those who do not.
using System.Globalization;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class SlowCallerTests
{
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
        var answer = type == "application/json"
            ? UpstreamText.Answer.Replace("Hi,", Large, StringComparison.Ordinal)
            : UpstreamText.Role + UpstreamText.Content(Large) + UpstreamText.Finish + UpstreamText.Usage + UpstreamText.Done;
        world.First.OnNext(r => r.AnswerAsync(200, type, System.Text.Encoding.UTF8.GetBytes(answer)));

        using var caller = await world.StreamAsync();
        var limit = TimeSpan.FromSeconds(100);
        var buffer = new byte[64 * 1024];
        await world.Clock.WhenArmedAsync(limit);
        for (var round = 0; round < 2; round++)
        {
            world.Clock.Advance(limit * 0.6);
            while (!world.Clock.IsArmed(limit))
            {
                // What the caller takes lets a piece go, and the limit of the next one begins.
                (await caller.Body.ReadAsync(buffer).AsTask().Within()).Should().BePositive("the limit counts for a piece, not for the whole");
                await Task.Delay(5);
            }
        }

        (await caller.ReadAllAsync()).Should().EndWith(UpstreamText.Done);
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
        await using var world = await UpstreamWorld.StartAsync(timeouts: "total: 5s");
        for (var i = 0; i < 12; i++)
        {
            world.First.OnNext(r => r.AnswerJsonAsync(body, status));
        }

        var ask = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\ncontent-length: {UpstreamWorld.Ask.Length}\r\n\r\n{UpstreamWorld.Ask}");
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);
        await caller.SendAsync(string.Concat(Enumerable.Repeat(ask, status == 200 ? 1 : 12)));
        (await world.Router.RowsAsync(1))[0].Text("outcome").Should().Be(outcome);

        await InFlightAsync(world, "0");
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
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        // More than all that lies between the two can hold: the writing ends with the connection alone.
        var asking = caller.SendAsync(string.Concat(Enumerable.Repeat(ask, 20_000_000 / ask.Length)));
        while (!asking.IsCompleted)
        {
            await Task.Delay(50);
            world.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        var asked = async () => await asking;
        await asked.Should().ThrowAsync<IOException>();
    }

    /// <summary>Moves the clock on until so many requests are in flight.</summary>
    private static async Task InFlightAsync(UpstreamWorld world, string wanted)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            using var answer = await world.Router.Admin.GetAsync(new Uri("/metrics", UriKind.Relative));
            var metrics = await answer.Content.ReadAsStringAsync(limit.Token);
            if (metrics.Split('\n').Contains($"router_in_flight {wanted}"))
            {
                return;
            }

            await Task.Delay(50, limit.Token);
            world.Clock.Advance(TimeSpan.FromSeconds(5));
        }
    }
}
