// Says in one line how two byte strings differ.
using System.Text;

namespace Router.Tests.Conformance;

internal static class BytesText
{
    private const int Shown = 70;

    /// <summary>Null when they are equal.</summary>
    public static string? Difference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (expected.SequenceEqual(actual))
        {
            return null;
        }

        var at = expected.CommonPrefixLength(actual);
        return $"from byte {at} (of {expected.Length}, got {actual.Length}): expected {Excerpt(expected, at)}, got {Excerpt(actual, at)}";
    }

    public static string Excerpt(ReadOnlySpan<byte> bytes, int at = 0)
    {
        var part = bytes[Math.Min(at, bytes.Length)..];
        var text = Encoding.UTF8.GetString(part[..Math.Min(Shown, part.Length)]).ReplaceLineEndings("\\n");
        return part.IsEmpty ? "the end" : $"'{text}{(part.Length > Shown ? "…" : "")}'";
    }
}
