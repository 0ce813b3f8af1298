// Puts text into the inside of a JSON string and takes it out again, as bytes.
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Router.Wire;

/// <summary>For text that stands as a string in one place and as itself in another, such as the arguments of a tool.</summary>
internal static class JsonEscaping
{
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>
    /// Writes <paramref name="utf8"/> as the inside of a JSON string: only what must be escaped is, so the same text always gives the same
    /// bytes.
    /// </summary>
    internal static void Escape(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output)
    {
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAny(MustEscape);
            if (plain != 0)
            {
                plain = plain < 0 ? utf8.Length : plain;
                output.Write(utf8[..plain]);
                utf8 = utf8[plain..];
                continue;
            }

            WriteEscape(utf8[0], output);
            utf8 = utf8[1..];
        }
    }

    /// <summary>
    /// Writes the text that <paramref name="escaped"/>, the inside of a valid JSON string, stands for. Half a surrogate pair has no UTF-8:
    /// it stays the escape it is, which inside JSON text means the same.
    /// </summary>
    internal static void Unescape(ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain != 0)
            {
                plain = plain < 0 ? escaped.Length : plain;
                output.Write(escaped[..plain]);
                escaped = escaped[plain..];
                continue;
            }

            escaped = escaped[WriteUnescaped(escaped, output)..];
        }
    }

    private static void WriteEscape(byte value, IBufferWriter<byte> output)
    {
        switch (value)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\n':
                output.Write("\\n"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            case (byte)'\b':
                output.Write("\\b"u8);
                break;
            case (byte)'\f':
                output.Write("\\f"u8);
                break;
            default:
                ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
                output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[value >> 4], digits[value & 15]]);
                break;
        }
    }

    /// <summary>Writes what the escape at the head of <paramref name="escaped"/> stands for; returns how many bytes it has.</summary>
    private static int WriteUnescaped(ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        if (escaped[1] != 'u')
        {
            output.Write([escaped[1] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                var other => other,
            }]);
            return 2;
        }

        var unit = Unit(escaped);
        if (Rune.TryCreate(unit, out var rune))
        {
            WriteRune(rune, output);
            return 6;
        }

        if (escaped.Length >= 12 && escaped[6] == '\\' && escaped[7] == 'u' && Rune.TryCreate(unit, Unit(escaped[6..]), out rune))
        {
            WriteRune(rune, output);
            return 12;
        }

        output.Write(escaped[..6]);
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void WriteRune(Rune rune, IBufferWriter<byte> output) => output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
}
