// Makes event streams, and damages them.
using System.Text;
using Router.Tests.Support;

namespace Router.Tests.Fuzz;

internal static class StreamMutator
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "data: ", "data:", "data", "event: ", "event:message", "id: 1", "retry: 3000", ": comment", "\n", "\r\n", "\r", "\n\n", "\r\r", "\r\n\r\n", "\n\r\n",
            "{\"choices\":[]}", "[DONE]", "\"text\"", "Zürich", "🧗‍♀️", " ", "  ", "\0", "field: value", "DATA: x", "datax: y", "data : z",
        }.Select(Encoding.UTF8.GetBytes),
        [0xEF, 0xBB, 0xBF],
        [0xEF, 0xBB],
        [0xFF],
        [0xC3],
    ];

    /// <summary>A piece of a stream no longer than this is damaged: what is wrong shows in a few events.</summary>
    private const int MostBytes = 4 * 1024;

    private static readonly byte[] Every = Encoding.UTF8.GetBytes(
        """
        event: message_start
        data: {"type":"message_start"}

        : keep-alive

        data: {"choices":[{"index":0,"delta":{"content":"Grüße aus Zürich"}}]}

        data: first
        data: second

        data: [DONE]


        """);

    /// <summary>Streams that need no recordings: one with something of everything, and a short one of each dialect.</summary>
    public static IReadOnlyList<byte[]> MadeUp { get; } = [Every, .. DialectText.All.Select(text => Encoding.UTF8.GetBytes(text.Stream))];

    /// <summary>A stream, or a part of one that is cut out anywhere, or nothing; and then damage.</summary>
    public static byte[] Next(IReadOnlyList<byte[]> corpus, Random random)
    {
        var bytes = new List<byte>();
        if (random.Next(4) > 0)
        {
            bytes.AddRange(Part(corpus[random.Next(corpus.Count)], random));
        }

        for (var left = random.Next(1, 24); left > 0; left--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    /// <summary>Half of them from the beginning: without it no reader gets far.</summary>
    private static ReadOnlySpan<byte> Part(byte[] stream, Random random)
    {
        var from = random.Next(2) == 0 ? 0 : random.Next(stream.Length);
        return stream.AsSpan(from, Math.Min(stream.Length - from, random.Next(1, MostBytes)));
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(6))
        {
            case 0 when bytes.Count > 0:
                bytes.RemoveRange(Math.Min(at, bytes.Count - 1), 1);
                break;
            case 1 when bytes.Count > 0:
                bytes[Math.Min(at, bytes.Count - 1)] = (byte)random.Next(256);
                break;
            case 2 when bytes.Count > 1:
                var length = random.Next(1, Math.Min(60, bytes.Count));
                var from = random.Next(bytes.Count - length + 1);
                bytes.InsertRange(at, bytes.GetRange(from, length));
                break;
            case 3 when bytes.Count > 40 && random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }
}
