// The load against the mock upstream, without anything between them.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Benchmarks;

public sealed class LoadTests
{
    private const int Events = 12;

    [Theory]
    [InlineData("burst")]
    [InlineData("each")]
    [InlineData("slow")]
    public async Task Every_stream_of_the_mock_arrives_with_all_its_events(string mock)
    {
        await using var upstream = new MockUpstream(new MockAnswers(events: Events));
        var target = new LoadTarget("direct", upstream.Port, "t", 0);
        using var connection = await LoadConnection.OpenAsync(upstream.Port);

        for (var turn = 0; turn < 3; turn++)
        {
            await connection.ExchangeAsync(target.Request(mock), CancellationToken.None);

            connection.Answer.Status.Should().Be(200);
            connection.Answer.Events.Should().Be(Events);
        }
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
        var target = new LoadTarget("direct", upstream.Port, "t", 0);

        var latencies = await OpenLoop.RunAsync(
            target, target.Request("wait"), connections: 1, perSecond: 100, TimeSpan.FromSeconds(0.1), CancellationToken.None).Within();

        latencies.Count.Should().Be(10);
        latencies.Failed.Should().Be(0);
        latencies.P99.Should().BeGreaterThan(150);
        latencies.Median.Should().BeGreaterThan(60);
    }
}
