// Damages requests, answers and event streams.
using System.Text;

namespace Router.Tests.Fuzz;

/// <summary>Streams lose, repeat and exchange events, are cut, and get events that are of another stream or of no dialect.</summary>
internal sealed class TranslatorMutator(IReadOnlyList<FuzzInput> corpus)
{
    private static readonly byte[][] Events =
    [
        .. new[]
        {
            ": a comment\n\n", "\n\n", "data: [DONE]\n\n", "data: {}\n\n", "data: []\n\n", "data: null\n\n", "data: {\"type\":\"novel\"}\n\n", "event: novel\ndata: {\"a\":1}\n\n",
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n", "data: {\"error\":{\"message\":\"Broke.\"}}\n\n",
            "data: not json\n\n", "data: {\"choices\":[]}\n\n", "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":3,\"function\":{\"arguments\":\"{\"}}]}}]}\n\n",
            "event: ping\ndata: {\"type\":\"ping\"}\n\n", "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":7}\n\n",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"novel\"}}\n\n",
            "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"x\"}}\n\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE],
        [0xEF, 0xBB, 0xBF],
    ];

    public FuzzInput Next(Random random)
    {
        var input = corpus[random.Next(corpus.Count)];
        var bytes = input.Bytes;
        for (var left = random.Next(1, 5); left > 0 && bytes.Length > 0; left--)
        {
            bytes = random.Next(12) == 0 ? Scratch(bytes, random)
                : input.Kind == FuzzKind.Stream ? ChangeStream(input, bytes, random)
                : JsonMutator.Change(bytes, random);
        }

        return input with { Bytes = bytes };
    }

    /// <summary>A byte that is another, is gone, or is the last.</summary>
    private static byte[] Scratch(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        return random.Next(3) switch
        {
            0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. bytes[(at + 1)..]],
            _ => bytes[..at],
        };
    }

    private byte[] ChangeStream(FuzzInput input, byte[] stream, Random random)
    {
        var events = Split(stream);
        if (events.Count == 0)
        {
            return stream;
        }

        var at = random.Next(events.Count);
        switch (random.Next(9))
        {
            case 0:
                events.RemoveAt(at);
                break;
            case 1:
                events.Insert(random.Next(events.Count), events[at]);
                break;
            case 2:
                var other = random.Next(events.Count);
                (events[at], events[other]) = (events[other], events[at]);
                break;
            case 3:
                events.Insert(at, Events[random.Next(Events.Length)]);
                break;
            case 4:
                var streams = corpus.Where(one => one.Kind == FuzzKind.Stream).ToList();
                var foreign = Split((random.Next(4) == 0 ? streams[random.Next(streams.Count)] : input).Bytes);
                events.Insert(at, foreign.Count == 0 ? [] : foreign[random.Next(foreign.Count)]);
                break;
            default:
                events[at] = ChangeData(events[at], random);
                break;
        }

        return [.. events.SelectMany(one => one)];
    }

    private static byte[] ChangeData(byte[] one, Random random)
    {
        var start = one.AsSpan().IndexOf("{"u8);
        var end = one.AsSpan().LastIndexOf("}"u8);
        return start < 0 || end < start ? one : [.. one[..start], .. JsonMutator.Change(one[start..(end + 1)], random), .. one[(end + 1)..]];
    }

    /// <summary>Events with the blank line behind them.</summary>
    private static List<byte[]> Split(byte[] stream)
    {
        var events = new List<byte[]>();
        var rest = stream.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf("\n\n"u8);
            var length = end < 0 ? rest.Length : end + 2;
            events.Add(rest[..length].ToArray());
            rest = rest[length..];
        }

        return events;
    }
}
