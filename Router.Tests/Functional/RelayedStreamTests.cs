// Wherever an upstream's stream breaks, what the caller gets of it is a stream of its dialect, with an end that the router made or none.
using System.Net;
using System.Text;
using FluentAssertions;
using Router.Inference;
using Router.Relay;
using Router.Tests.Conformance.Grammars;
using Router.Tests.Conformance.Streams;
using Router.Tests.Simulator;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class RelayedStreamTests
{
    private const int Cuts = 40;

    private static readonly Dictionary<string, string> Requests = new()
    {
        ["openai-chat"] = """{"model":"chat","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"two tools"}],"tools":[{"type":"function","function":{"name":"f"}}]}""",
        ["openai-responses"] = """{"model":"chat","stream":true,"input":"two tools","tools":[{"type":"function","name":"f"}]}""",
        ["anthropic-messages"] = """{"model":"chat","stream":true,"max_tokens":500,"messages":[{"role":"user","content":"two tools"}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}""",
    };

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var caller in Requests.Keys)
            {
                foreach (var upstream in Requests.Keys)
                {
                    pairs.Add(caller, upstream);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_that_is_cut_anywhere_keeps_the_grammar(string caller, string upstream)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        var stream = await SimulatedAsync(upstream);

        // A chat answer whose finish reason came is whole, and on its way to a chat caller it ends as the upstream ended it.
        var most = caller == upstream && caller == "openai-chat" ? stream.AsSpan().IndexOf("\"finish_reason\":\"tool_calls\""u8) : stream.Length;
        var random = new Random(11);
        var streams = 0;
        for (var number = 0; number <= Cuts; number++)
        {
            var cut = number == 0 ? stream.Length : random.Next(most);
            world.First.OnNext(exchange => SendAsync(exchange, stream[..cut], number % 3));

            var (status, seen) = await AskAsync(world, caller);

            if (status == HttpStatusCode.OK)
            {
                streams++;
                StreamGrammar.Fault(DialectOf(caller), seen).Should().BeNull($"cut at {cut} the caller gets {Encoding.UTF8.GetString(seen)}");
            }
        }

        streams.Should().BeGreaterThan(Cuts / 3, "most cuts come after content");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_silent_stream_with_signs_of_life_keeps_the_grammar(string caller, string upstream)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream, timeouts: "first_byte: 0s, idle: 0s, total: 0s");
        var stream = await SimulatedAsync(upstream);
        var half = SseText.Frames(stream)[SseText.Frames(stream).Count / 2].End;
        var rest = new TaskCompletionSource();
        world.First.OnNext(async exchange =>
        {
            await exchange.StartEventsAsync();
            await exchange.SendChunkAsync(stream.AsMemory(0, half));
            await exchange.StallAsync(rest.Task);
            await exchange.SendChunkAsync(stream.AsMemory(half));
        });

        using var answer = await world.StreamAsync(PathOf(caller), Requests[caller]);
        var heartbeat = DialectText.Of(caller).Heartbeat;
        var reading = answer.ReadToAsync(heartbeat);
        await world.Clock.AdvanceUntilAsync(reading, CallerStream.HeartbeatInterval);
        rest.SetResult();
        var seen = await answer.ReadAllAsync();

        StreamGrammar.Fault(DialectOf(caller), Encoding.UTF8.GetBytes(seen)).Should().BeNull(seen);
        seen.Should().Contain(heartbeat);
    }

    private static async Task SendAsync(UpstreamExchange exchange, byte[] stream, int end)
    {
        await exchange.StartEventsAsync();
        await exchange.SendChunkAsync(stream);
        if (end == 1)
        {
            exchange.Close();
        }
        else if (end == 2)
        {
            exchange.Reset();
        }
    }

    private static async Task<(HttpStatusCode Status, byte[] Seen)> AskAsync(UpstreamWorld world, string caller)
    {
        using var answer = await world.PostAsync(PathOf(caller), Requests[caller]);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>A whole answer of that dialect with two calls.</summary>
    private static async Task<byte[]> SimulatedAsync(string dialect)
    {
        await using var simulator = await SimulatorClient.Start();
        using var answer = await simulator.Send(HttpMethod.Post, PathOf(dialect), Requests[dialect]);
        var stream = await answer.Content.ReadAsByteArrayAsync();
        StreamGrammar.Fault(DialectOf(dialect), stream).Should().BeNull("the simulator's own stream is the yardstick");
        return stream;
    }

    private static string PathOf(string dialect) => DialectText.Of(dialect).Path;

    private static Dialect DialectOf(string name) => Enum.GetValues<Dialect>().Single(dialect => dialect.Name() == name);
}
