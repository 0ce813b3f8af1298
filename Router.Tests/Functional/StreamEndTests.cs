// Ends of streams that are not quite as the dialect has them.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class StreamEndTests
{
    private const string Finished = UpstreamText.Role + UpstreamText.Finish;

    [Fact]
    public async Task A_stream_that_ends_before_its_second_answer_begins_is_truncated()
    {
        var (text, row) = await StreamAsync(
            r => r.SendChunkAsync(Finished + UpstreamText.Usage), UpstreamWorld.AskStream.Replace("\"stream\"", "\"n\":2,\"stream\"", StringComparison.Ordinal));

        text.Should().Contain("[upstream_truncated]");
        row.Text("outcome").Should().Be("failed");
    }

    [Fact]
    public async Task A_clean_end_behind_every_finish_reason_is_a_whole_answer()
    {
        var (_, row) = await StreamAsync(r => r.SendChunkAsync(Finished));

        row.Text("outcome").Should().Be("completed");
    }

    [Theory]
    [InlineData(false, "failed")]
    [InlineData(true, "completed")]
    public async Task A_cut_behind_every_finish_reason_is_a_whole_answer_only_with_its_usage(bool usage, string outcome)
    {
        var (_, row) = await StreamAsync(async r =>
        {
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("a") + UpstreamText.Finish + (usage ? UpstreamText.Usage : ""));
            r.Close();
        });

        row.Text("outcome").Should().Be(outcome);
    }

    [Fact]
    public async Task A_last_event_without_its_blank_line_is_read_and_passed_on()
    {
        var (text, _) = await StreamAsync(r => r.SendChunkAsync(Finished + UpstreamText.Done.TrimEnd()));
        text.Should().EndWith(UpstreamText.Done, "no reader takes an event for one without its blank line");

        var (_, row) = await StreamAsync(r => r.SendChunkAsync(Finished + UpstreamText.Usage.TrimEnd()));
        row.Text("usage_source").Should().Be("reported");
        row.Number("output_tokens").Should().Be(3);
    }

    [Fact]
    public async Task Half_an_event_behind_a_whole_answer_is_not_missed()
    {
        var (text, row) = await StreamAsync(r => r.SendChunkAsync(Finished + UpstreamText.Usage[..^20]));

        text.Should().Be(Finished);
        row.Text("outcome").Should().Be("completed");
    }

    private static async Task<(string Text, StoredRow Row)> StreamAsync(Func<UpstreamExchange, Task> send, string ask = UpstreamWorld.AskStream)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await send(r);
        });
        using var caller = await world.StreamAsync(ask);
        return (await caller.ReadAllAsync(), await world.Router.RowAsync());
    }
}
