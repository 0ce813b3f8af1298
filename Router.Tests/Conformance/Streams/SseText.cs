// Reads a whole event stream into its data texts, plainly, as the yardstick for what the router does.
using System.Text;

namespace Router.Tests.Conformance;

internal static class SseText
{
    /// <summary>The events that have data, with where each ends in the bytes.</summary>
    public static IEnumerable<(string Data, int Start, int End)> Events(byte[] stream)
    {
        var data = new List<string>();
        var start = 0;
        for (var at = stream.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0; at < stream.Length;)
        {
            var end = Array.FindIndex(stream, at, one => one is (byte)'\n' or (byte)'\r');
            end = end < 0 ? stream.Length : end;
            var line = Encoding.UTF8.GetString(stream, at, end - at);
            at = end + (stream.AsSpan(end).StartsWith("\r\n"u8) ? 2 : 1);
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Add(line[(line.StartsWith("data: ", StringComparison.Ordinal) ? 6 : 5)..]);
            }
            else if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    yield return (string.Join('\n', data), start, Math.Min(at, stream.Length));
                }

                start = at;
                data.Clear();
            }
        }
    }
}
