// Names a member of a caller's body in an error or a header.
using System.Buffers;
using System.Text;

namespace Router.Dialects;

/// <summary>A name that the caller chose is shown only when it is a short, plain word; it may be anything else, and goes into headers.</summary>
internal static class FieldPath
{
    private const int LongestName = 64;

    private static readonly SearchValues<byte> PlainBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    /// <summary><c>parent.name</c>, or the name alone when there is no parent.</summary>
    internal static string Of(string parent, ReadOnlySpan<byte> rawName)
    {
        var name = rawName.Length is > 0 and <= LongestName && rawName.IndexOfAnyExcept(PlainBytes) < 0
            ? Encoding.ASCII.GetString(rawName)
            : "(unprintable)";
        return parent.Length == 0 ? name : $"{parent}.{name}";
    }
}
