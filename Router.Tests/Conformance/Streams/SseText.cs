// Reads a whole event stream into its events, plainly, as the yardstick for what the router does.
using System.Text;

namespace Router.Tests.Conformance.Streams;

internal static class SseText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The events that have data. What stands behind the last blank line is none.</summary>
    public static IReadOnlyList<SseEvent> Events(ReadOnlySpan<byte> stream)
    {
        var events = new List<SseEvent>();
        foreach (var (start, end) in Frames(stream))
        {
            string? name = null;
            List<string>? data = null;
            var from = start == 0 && stream.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : start;
            foreach (var line in Encoding.UTF8.GetString(stream[from..end]).ReplaceLineEndings("\n").Split('\n'))
            {
                name = Value(line, "event") ?? name;
                if (Value(line, "data") is { } value)
                {
                    (data ??= []).Add(value);
                }
            }

            if (data is not null)
            {
                events.Add(new SseEvent(name, string.Join('\n', data), start, end));
            }
        }

        return events;
    }

    /// <summary>Every stretch of bytes up to and with a blank line; comments and blank lines alone are some too.</summary>
    public static IReadOnlyList<(int Start, int End)> Frames(ReadOnlySpan<byte> stream)
    {
        var frames = new List<(int, int)>();
        var start = 0;
        var lineStart = stream.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        for (var at = lineStart; at < stream.Length;)
        {
            if (stream[at] is not ((byte)'\n' or (byte)'\r'))
            {
                at++;
                continue;
            }

            var next = at + (stream[at..].StartsWith("\r\n"u8) ? 2 : 1);
            if (at == lineStart)
            {
                frames.Add((start, next));
                start = next;
            }

            at = lineStart = next;
        }

        return frames;
    }

    /// <summary>Where the last whole event ends.</summary>
    public static int WholeLength(ReadOnlySpan<byte> stream) => Frames(stream) is [.., var (_, end)] ? end : 0;

    private static string? Value(string line, string field) =>
        line == field ? ""
        : line.StartsWith(field + ": ", StringComparison.Ordinal) ? line[(field.Length + 2)..]
        : line.StartsWith(field + ":", StringComparison.Ordinal) ? line[(field.Length + 1)..]
        : null;
}
