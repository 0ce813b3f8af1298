// Tells, without reading it, that a chunk is just another piece of the answer.
namespace Router.Dialects;

/// <summary>
/// Searches for the names that matter. A quoted name cannot stand inside a JSON string, whose quotes are escaped; where one
/// is a value or its value is null it says nothing. Whatever is not plainly a piece of content is left to the reader.
/// </summary>
internal static class ChatQuickLook
{
    /// <param name="data">The data of a complete event.</param>
    /// <param name="begun">The choices seen so far: a chunk of another one must be read.</param>
    /// <param name="contentBytes">The piece's length in bytes.</param>
    /// <returns>False when the chunk must be read.</returns>
    internal static bool TryMeasure(ReadOnlySpan<byte> data, UInt128 begun, out long contentBytes)
    {
        contentBytes = 0;
        return data[0] == '{' && data[^1] == '}'
            && IsNull(data, "\"finish_reason\""u8)
            && IsNull(data, "\"usage\""u8)
            && IsNull(data, "\"error\""u8)
            && IsOfBegun(data, begun)
            && (TryMeasure(data, "\"content\""u8, ref contentBytes)
                || TryMeasure(data, "\"arguments\""u8, ref contentBytes)
                || TryMeasure(data, "\"reasoning_content\""u8, ref contentBytes)
                || TryMeasure(data, "\"reasoning\""u8, ref contentBytes));
    }

    /// <summary>True when the name does not occur, or only with the value null.</summary>
    private static bool IsNull(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name)
    {
        while (TryFindValue(ref data, name))
        {
            if (!data.StartsWith("null"u8))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when every index in the chunk, of choices and of calls alike, is that of a choice that has begun.</summary>
    private static bool IsOfBegun(ReadOnlySpan<byte> data, UInt128 begun)
    {
        while (TryFindValue(ref data, "\"index\""u8))
        {
            var isOneDigit = data.Length > 1 && data[0] is >= (byte)'0' and <= (byte)'9' && data[1] is not (>= (byte)'0' and <= (byte)'9');
            if (!isOneDigit || (begun & (UInt128.One << (data[0] - '0'))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the lengths of all strings of that name; false when there is none that holds anything.</summary>
    private static bool TryMeasure(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, ref long bytes)
    {
        var sum = 0L;
        while (TryFindValue(ref data, name))
        {
            if (data.IsEmpty || data[0] != '"')
            {
                continue;
            }

            var length = 1;
            while (true)
            {
                var next = data[length..].IndexOfAny((byte)'"', (byte)'\\');
                if (next < 0 || length + next + 1 >= data.Length)
                {
                    return false;
                }

                length += next;
                if (data[length] == '"')
                {
                    break;
                }

                length += 2;
            }

            sum += length - 1;
            data = data[(length + 1)..];
        }

        bytes += sum;
        return sum > 0;
    }

    /// <summary>Moves <paramref name="data"/> to the value of the next member of that name.</summary>
    private static bool TryFindValue(ref ReadOnlySpan<byte> data, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            var found = data.IndexOf(name);
            if (found < 0)
            {
                return false;
            }

            data = data[(found + name.Length)..];
            if (!data.IsEmpty && data[0] == ' ')
            {
                data = data.TrimStart((byte)' ');
            }

            if (!data.IsEmpty && data[0] == ':')
            {
                data = data[1..].TrimStart((byte)' ');
                return true;
            }
        }
    }
}
