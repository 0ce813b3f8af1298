// Finds what little of an HTTP/1.1 head the mock and the load look at.
using System.Buffers.Text;
using System.Text;

namespace Router.Tests.Benchmarks;

internal static class HttpText
{
    /// <summary>The length of the head with its blank line, or -1 when it is not whole yet.</summary>
    public static int HeadLength(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    /// <summary>A header's value; empty when it is absent. The names are compared in any letter case.</summary>
    public static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf((byte)'\n') is var end and >= 0)
        {
            var line = head[..end];
            head = head[(end + 1)..];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return line[(name.Length + 1)..].Trim(" \r"u8);
            }
        }

        return default;
    }

    /// <summary>The value of <c>content-length</c>, or -1.</summary>
    public static int ContentLength(ReadOnlySpan<byte> head) =>
        Utf8Parser.TryParse(Header(head, "content-length"u8), out int length, out _) ? length : -1;
}
