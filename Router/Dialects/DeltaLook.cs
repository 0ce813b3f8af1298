// Measures a piece of an answer without reading its event.
namespace Router.Dialects;

/// <summary>
/// For events of the tight form that services write. A quoted name cannot stand inside a JSON string, whose quotes are escaped; what is
/// not plainly a piece is left to the reader.
/// </summary>
internal static class DeltaLook
{
    /// <summary>The value of <c>type</c> when it is the first member and holds no escape; empty otherwise.</summary>
    internal static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> data)
    {
        var head = "{\"type\":\""u8;
        if (!data.StartsWith(head) || data[^1] != '}')
        {
            return default;
        }

        var rest = data[head.Length..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        return end > 0 && rest[end] == '"' ? rest[..end] : default;
    }

    /// <summary>The length of the first string of that name, as written.</summary>
    /// <param name="nameAndQuote">The name in quotes, a colon and the string's opening quote.</param>
    /// <returns>False when there is none, or when it does not end.</returns>
    internal static bool TryMeasure(ReadOnlySpan<byte> data, ReadOnlySpan<byte> nameAndQuote, out int length)
    {
        length = 0;
        var start = data.IndexOf(nameAndQuote);
        if (start < 0)
        {
            return false;
        }

        var value = data[(start + nameAndQuote.Length)..];
        while (true)
        {
            var next = value[length..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return false;
            }

            length += next;
            if (value[length] == '"')
            {
                return true;
            }

            length += 2;
            if (length > value.Length)
            {
                return false;
            }
        }
    }
}
