// Streams that go well.
using System.Text;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class StreamingRelayTests
{
    private const string AskWithUsage =
        """{"model":"chat","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Say hi."}]}""";

    private static readonly string Plain = UpstreamText.Role + UpstreamText.Content("Hel") + UpstreamText.Content("lo") + UpstreamText.Finish;

    [Fact]
    public async Task A_stream_reaches_the_caller_byte_for_byte_with_its_head()
    {
        const string odd = ": vendor comment\r\n\r\nevent: message\r\ndata:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\r\n\r\n";
        var stream = "\uFEFF" + UpstreamText.Role + odd + Plain + UpstreamText.Usage + UpstreamText.Done;
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync(("x-request-id", "up-9"));
            await r.SendChunkAsync(stream);
        });

        using var caller = await world.StreamAsync(AskWithUsage);
        var seen = await caller.ReadAllAsync();

        seen.Should().Be(stream);
        caller.Answer.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
        caller.Answer.Headers.CacheControl!.NoCache.Should().BeTrue();
        Header(caller, "x-accel-buffering").Should().Be("no");
        Header(caller, "x-upstream-request-id").Should().Be("up-9");
        Header(caller, "x-router-group").Should().Be("chat");
        Header(caller, "x-router-attempts").Should().Be("1");
        Header(caller, "x-router-provider").Should().Be("p1");
    }

    [Theory]
    [InlineData(UpstreamWorld.AskStream, false)]
    [InlineData(AskWithUsage, true)]
    public async Task The_usage_event_is_shown_only_to_a_caller_that_asked_and_always_recorded(string ask, bool shown)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(Events(Plain + UpstreamText.Usage + UpstreamText.Done));

        using var caller = await world.StreamAsync(ask);
        var seen = await caller.ReadAllAsync();

        seen.Should().Be(Plain + (shown ? UpstreamText.Usage : "") + UpstreamText.Done);
        var sent = await world.First.RequestAsync();
        ((bool)sent.Json["stream_options"]!["include_usage"]!).Should().BeTrue();
        var row = await world.Router.RowAsync();
        row.Text("usage_source").Should().Be("reported");
        row.Number("output_tokens").Should().Be(3);
        row.Text("outcome").Should().Be("completed");
        row.Number("stream").Should().Be(1);
    }

    [Fact]
    public async Task Group_identity_rewrites_the_model_of_every_event()
    {
        await using var world = await UpstreamWorld.StartAsync(server: "model_identity: group");
        world.First.OnNext(Events(Plain + UpstreamText.Content("\\\"model\\\":\\\"up-model-x\\\"") + UpstreamText.Usage + UpstreamText.Done));

        using var caller = await world.StreamAsync(AskWithUsage);
        var seen = await caller.ReadAllAsync();

        seen.Should().Be((Plain + UpstreamText.Content("@") + UpstreamText.Usage + UpstreamText.Done)
            .Replace("\"model\":\"up-model-x\"", "\"model\":\"chat\"", StringComparison.Ordinal)
            .Replace("@", "\\\"model\\\":\\\"up-model-x\\\"", StringComparison.Ordinal));
        caller.Answer.Headers.Contains("x-router-provider").Should().BeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_drip_of_single_bytes_is_the_same_stream(int size)
    {
        var stream = Plain + UpstreamText.Content("žluťoučký 🐎") + UpstreamText.Done;
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.DripAsync(stream, size);
        });

        using var caller = await world.StreamAsync();

        (await caller.ReadAllAsync()).Should().Be(stream);
    }

    [Fact]
    public async Task Each_event_goes_out_as_it_comes()
    {
        await using var world = await UpstreamWorld.StartAsync();
        var more = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("one") + "data: {\"half\"");
            await r.StallAsync(more.Task);
            await r.SendChunkAsync(":1}\n\n" + UpstreamText.Finish + UpstreamText.Done);
        });

        using var caller = await world.StreamAsync();
        await caller.ReadToAsync(UpstreamText.Content("one"));
        more.SetResult();

        (await caller.ReadAllAsync()).Should().EndWith("one\"},\"finish_reason\":null}]}\n\ndata: {\"half\":1}\n\n" + UpstreamText.Finish + UpstreamText.Done);
    }

    [Fact]
    public async Task A_finish_reason_without_DONE_is_a_normal_end()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(Events(Plain));

        using var caller = await world.StreamAsync();

        (await caller.ReadAllAsync()).Should().Be(Plain);
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
    }

    [Theory]
    [InlineData(UpstreamText.Role + UpstreamText.Finish + UpstreamText.Done)]
    [InlineData(UpstreamText.Role + UpstreamText.Done)]
    public async Task An_answer_without_any_content_is_an_answer(string stream)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(stream);
            await r.StallAsync();
        });

        using var caller = await world.StreamAsync();

        (await caller.ReadToAsync(UpstreamText.Done)).Should().Be(stream, "the end is not kept back for an upstream that does not close");
        await world.Clock.AdvanceUntilAsync(caller.ReadAllAsync(), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("data: {broken\n\n")]
    [InlineData(UpstreamText.ErrorEvent)]
    public async Task What_comes_behind_DONE_is_not_relayed(string late)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(Events(Plain + UpstreamText.Done + late));

        using var caller = await world.StreamAsync();

        (await caller.ReadAllAsync()).Should().Be(Plain + UpstreamText.Done);
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
        world.Second.RequestCount.Should().Be(0);
    }

    [Fact]
    public async Task The_connection_is_used_again_after_a_stream()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnEvery(Events(Plain + UpstreamText.Done));

        for (var i = 0; i < 3; i++)
        {
            using var caller = await world.StreamAsync();
            await caller.ReadAllAsync();
        }

        world.First.ConnectionCount.Should().Be(1);
    }

    private static Func<Router.Tests.Support.UpstreamExchange, Task> Events(string text) => async r =>
    {
        await r.StartEventsAsync();
        await r.SendChunkAsync(Encoding.UTF8.GetBytes(text));
    };

    private static string? Header(StreamingCaller caller, string name) =>
        caller.Answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
