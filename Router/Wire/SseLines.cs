// The lines of an event stream: where one ends, and what its field is.
namespace Router.Wire;

/// <summary>Line ends are LF, CRLF and CR; a field's value loses one space after the colon.</summary>
internal static class SseLines
{
    /// <summary>True for a <c>data</c> line; <paramref name="valueStart"/> is where its value begins in the line.</summary>
    internal static bool IsData(ReadOnlySpan<byte> line, out int valueStart) => IsField(line, "data"u8, out valueStart);

    /// <summary>True for an <c>event</c> line; <paramref name="valueStart"/> is where its value begins in the line.</summary>
    internal static bool IsEvent(ReadOnlySpan<byte> line, out int valueStart) => IsField(line, "event"u8, out valueStart);

    /// <summary>
    /// Finds a byte of the joined data in the raw event again, line by line; for the rare event of several data lines.
    /// </summary>
    internal static int RawOffsetOf(ReadOnlySpan<byte> raw, int dataOffset)
    {
        var lineStart = 0;
        while (lineStart < raw.Length)
        {
            var length = raw[lineStart..].IndexOfAny((byte)'\r', (byte)'\n');
            length = length < 0 ? raw.Length - lineStart : length;
            if (IsData(raw.Slice(lineStart, length), out var valueStart))
            {
                var valueLength = length - valueStart;
                if (dataOffset <= valueLength)
                {
                    return lineStart + valueStart + dataOffset;
                }

                dataOffset -= valueLength + 1;
            }

            lineStart += length + 1;
        }

        return -1;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out int valueStart)
    {
        valueStart = name.Length;
        if (!line.StartsWith(name))
        {
            return false;
        }

        if (line.Length == name.Length)
        {
            return true;
        }

        if (line[name.Length] != ':')
        {
            return false;
        }

        valueStart = name.Length + 1;
        if (valueStart < line.Length && line[valueStart] == ' ')
        {
            valueStart++;
        }

        return true;
    }
}
