// Makes event streams, and damages them.
using System.Text;

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

    private static readonly byte[] Stream = Encoding.UTF8.GetBytes(
        """
        event: message_start
        data: {"type":"message_start"}

        : keep-alive

        data: {"choices":[{"index":0,"delta":{"content":"Grüße aus Zürich"}}]}

        data: first
        data: second

        data: [DONE]


        """);

    public static byte[] Next(Random random)
    {
        var bytes = new List<byte>(random.Next(3) == 0 ? Stream : []);
        for (var left = random.Next(1, 24); left > 0; left--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
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
