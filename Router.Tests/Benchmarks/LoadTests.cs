// The load against the mock upstream, without anything between them.
using System.Diagnostics;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Benchmarks;

public sealed class LoadTests
{
    private const int Events = 12;

    public static IEnumerable<object[]> Streams =>
        from dialect in Enum.GetValues<Dialect>()
        from answer in Enum.GetValues<MockAnswer>().Where(answer => answer.IsStream())
        select new object[] { dialect.Short(), answer.Word() };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Every_stream_of_the_mock_arrives_with_all_its_events(string dialect, string answer)
    {
        await using var upstream = new MockUpstream(new MockAnswers(events: Events), drip: TimeSpan.FromMilliseconds(1));
        var cell = Cell(upstream, Enum.GetValues<Dialect>().First(of => of.Short() == dialect), Enum.GetValues<MockAnswer>().First(of => of.Word() == answer));
        using var connection = await LoadConnection.OpenAsync(upstream.Port);

        for (var turn = 0; turn < 3; turn++)
        {
            await connection.ExchangeAsync(cell.Request, CancellationToken.None).AsTask().Within();

            connection.Answer.Status.Should().Be(200);
            connection.Answer.Events.Should().Be(Events);
        }
    }

    [Fact]
    public async Task Slow_streams_are_all_open_at_once_and_count_their_events_as_they_come()
    {
        await using var upstream = new MockUpstream(new MockAnswers(events: 10_000), drip: TimeSpan.FromMilliseconds(20));
        var cell = Cell(upstream, Dialect.AnthropicMessages, MockAnswer.Drip);

        await using var streams = await SlowStreams.OpenAsync(cell, 120, CancellationToken.None).Within();

        var (events, ended) = (streams.Events, streams.Ended);
        ended.Should().Be(0);
        events.Should().BeGreaterThanOrEqualTo(120 * 3, "each has its opening events and a first piece of text");
        await Task.Run(() => SpinWait.SpinUntil(() => streams.Events > events)).Within();
    }

    [Fact]
    public async Task A_slow_stream_that_is_refused_is_told_and_not_measured()
    {
        await using var upstream = new MockUpstream(new MockAnswers());
        var cell = new BenchCell(new LoadTarget("direct", upstream.Port, "t", 0), BenchLoad.Same(Dialect.OpenAIChat, MockAnswer.Whole));

        var opening = () => SlowStreams.OpenAsync(cell, 3, CancellationToken.None);

        await opening.Should().ThrowAsync<IOException>().WithMessage("*of 3 streams*ended early*");
    }

    [Fact]
    public async Task A_large_request_that_comes_in_parts_is_one_request_of_the_mock()
    {
        var seen = new List<string>();
        await using var upstream = new MockUpstream(new MockAnswers(), seen.Add);
        var large = "POST /v1/chat/completions HTTP/1.1\r\nX-Request-Id: req_1\r\ncontent-length: 300000\r\n\r\n" + new string('x', 300_000);
        using var connection = await LoadConnection.OpenAsync(upstream.Port);

        await connection.ExchangeAsync(System.Text.Encoding.ASCII.GetBytes(large), CancellationToken.None);

        connection.Answer.Status.Should().Be(200);
        seen.Should().Equal("req_1");
    }

    [Fact]
    public async Task A_request_that_waits_for_a_connection_is_charged_from_when_it_should_have_been_sent()
    {
        // One connection and answers that take 30 ms, at 100 a second: the tenth should have been sent 200 ms before it is.
        await using var upstream = new MockUpstream(new MockAnswers());
        var cell = Cell(upstream, Dialect.OpenAIChat, MockAnswer.Wait);

        var latencies = await OpenLoop.RunAsync(
            cell.Target, cell.Request, connections: 1, perSecond: 100, TimeSpan.FromSeconds(0.1), CancellationToken.None).Within();

        latencies.Count.Should().Be(10);
        latencies.Failed.Should().Be(0);
        latencies.P99.Should().BeGreaterThan(150);
        latencies.Median.Should().BeGreaterThan(60);
    }

    [Fact]
    public async Task The_time_to_the_first_of_a_stream_is_not_the_time_to_its_end()
    {
        // 1000 events with 3 ms between them.
        await using var upstream = new MockUpstream(new MockAnswers(events: 1_000));
        var cell = Cell(upstream, Dialect.OpenAIResponses, MockAnswer.Slow);

        var start = Stopwatch.GetTimestamp();
        var latencies = await OpenLoop.RunAsync(
            cell.Target, cell.Request, connections: 4, perSecond: 40, TimeSpan.FromSeconds(0.1), CancellationToken.None, toFirst: true).Within();

        latencies.Count.Should().Be(4);
        latencies.Median.Should().BeInRange(0, Stopwatch.GetElapsedTime(start).TotalMilliseconds - 2_000, "the ends came 3 s after the first events");
    }

    [Fact]
    public async Task A_stream_is_looked_at_before_it_is_measured_and_must_bring_the_text_of_the_mock()
    {
        await using var upstream = new MockUpstream(new MockAnswers(events: Events));

        var shape = await StreamShape.ReadAsync(Cell(upstream, Dialect.AnthropicMessages, MockAnswer.Each), CancellationToken.None).Within();

        shape.Should().Be(new StreamShape(Events, Events - 5), "two events come before the text and three behind it");
    }

    private static BenchCell Cell(MockUpstream upstream, Dialect dialect, MockAnswer answer) =>
        new(new LoadTarget("direct", upstream.Port, "t", 0), BenchLoad.Same(dialect, answer));
}
