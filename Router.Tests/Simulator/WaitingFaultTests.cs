// The faults that wait do so by the clock they were given, and stop when the client leaves.
using System.Net;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class WaitingFaultTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();

    private SimulatorClient _simulator = null!;

    /// <summary>Where it is cut: the model, the path, whether it is a stream, and the last that comes before.</summary>
    public static TheoryData<string, string, bool, string> Cuts => new()
    {
        { "sim-cut", SimulatorClient.Chat, true, "\"answer \"" },
        { "sim-cut", SimulatorClient.Responses, true, "\"answer \"" },
        { "sim-cut", SimulatorClient.Messages, true, "\"answer \"" },
        { "sim-cut", SimulatorClient.Chat, false, "Simulated" },
        { "sim-cut", SimulatorClient.Responses, false, "Simulated" },
        { "sim-cut", SimulatorClient.Messages, false, "Simulated" },
        { "sim-cut-first", SimulatorClient.Chat, true, "\"role\"" },
        { "sim-cut-first", SimulatorClient.Responses, true, "response.created" },
        { "sim-cut-first", SimulatorClient.Messages, true, "message_start" },
        { "sim-cut-first", SimulatorClient.Chat, false, "" },
        { "sim-cut-first", SimulatorClient.Responses, false, "" },
        { "sim-cut-first", SimulatorClient.Messages, false, "" },
    };

    public async Task InitializeAsync() => _simulator = await SimulatorClient.Start(_clock);

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_answer_begins_after_three_seconds(bool stream)
    {
        var answer = Send("sim-slow", stream);
        (await _clock.NextWait()).Should().Be(TimeSpan.FromSeconds(3));
        answer.IsCompleted.Should().BeFalse();

        _clock.Advance(TimeSpan.FromSeconds(3));
        using var response = await answer;
        (await response.Content.ReadAsStringAsync()).Should().Contain("Simulated");
    }

    [Fact]
    public async Task A_silent_answer_sends_headers_and_is_silent_for_thirty_seconds()
    {
        using var response = await Send("sim-silent", true);
        var body = response.Content.ReadAsStringAsync();
        (await _clock.NextWait()).Should().Be(TimeSpan.FromSeconds(30));
        body.IsCompleted.Should().BeFalse();

        _clock.Advance(TimeSpan.FromSeconds(30));
        (await body).Should().EndWith("data: [DONE]\n\n");
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_cut_comes_after_what_was_sent_has_left(string model, string path, bool stream, string content)
    {
        using var response = await _simulator.Send(HttpMethod.Post, path, FaultTests.Body(path, model, stream));
        (await _clock.NextWait()).Should().Be(TimeSpan.FromMilliseconds(50));
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        var text = "";
        while (!text.Contains(content, StringComparison.Ordinal))
        {
            (await ReadMore()).Should().BeTrue("the answer does not end before it is cut");
        }

        _clock.Advance(TimeSpan.FromMilliseconds(50));
        var rest = async () =>
        {
            while (await ReadMore())
            {
            }
        };
        await rest.Should().ThrowAsync<IOException>();
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        text.Contains("Simulated", StringComparison.Ordinal).Should().Be(model == "sim-cut");

        async Task<bool> ReadMore()
        {
            var count = await body.ReadAsync(buffer);
            text += Encoding.UTF8.GetString(buffer, 0, count);
            return count > 0;
        }
    }

    [Fact]
    public async Task A_dripping_answer_sends_one_byte_every_ten_milliseconds()
    {
        using var response = await Send("sim-drip", true);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64];
        var text = "";
        for (var index = 0; index < 6; index++)
        {
            (await _clock.NextWait()).Should().Be(TimeSpan.FromMilliseconds(10));
            (await body.ReadAsync(buffer)).Should().Be(1);
            text += Encoding.UTF8.GetString(buffer, 0, 1);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        text.Should().Be("data: ");
    }

    [Theory]
    [InlineData("sim-stall")]
    [InlineData("sim-endless")]
    public async Task An_answer_that_does_not_end_has_content_and_stops_when_the_server_does(string model)
    {
        await using var simulator = await SimulatorClient.Start(_clock);
        using var response = await simulator.Send(HttpMethod.Post, SimulatorClient.Chat, FaultTests.Body(SimulatorClient.Chat, model, true));
        await using var body = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(body);
        var text = "";
        while (!text.Contains("Simulated", StringComparison.Ordinal))
        {
            text += await reader.ReadLineAsync();
        }

        await simulator.StopServer();
        var act = async () => await reader.ReadToEndAsync();
        await act.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task An_endless_answer_goes_on_past_its_text()
    {
        using var response = await Send("sim-endless", true);
        await using var body = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(body);
        for (var pieces = 0; pieces < 40; pieces++)
        {
            await _clock.NextWait();
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        var beginnings = 0;
        while (beginnings < 3 && await reader.ReadLineAsync() is { } line)
        {
            beginnings += line.Contains("Simulated", StringComparison.Ordinal) ? 1 : 0;
        }

        beginnings.Should().Be(3, "the text begins again and again, and the stream does not end");
    }

    [Fact]
    public async Task An_endless_answer_is_cut_after_an_hour()
    {
        using var response = await Send("sim-endless", true);
        var body = response.Content.ReadAsStringAsync();
        await _clock.NextWait();
        _clock.Advance(TimeSpan.FromHours(1.1));
        var act = async () => await body;
        await act.Should().ThrowAsync<HttpRequestException>();
    }

    private Task<HttpResponseMessage> Send(string model, bool stream) =>
        _simulator.Send(HttpMethod.Post, SimulatorClient.Chat, FaultTests.Body(SimulatorClient.Chat, model, stream));
}
