// Decodes the inside of JSON strings, lone surrogates included.
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Router.Wire;

/// <summary>
/// Decoding that never throws on text a JSON reader accepted: an escaped surrogate without its partner stays as it is, where
/// <c>Utf8JsonReader.GetString</c> would fail.
/// </summary>
internal static class JsonText
{
    private const int LongestPlainName = 64;

    private static readonly SearchValues<byte> PlainNameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>The text of <paramref name="raw"/>, the inside of a string whose escapes were found valid.</summary>
    internal static string Decode(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(raw);
        }

        var text = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain != 0)
            {
                plain = plain < 0 ? raw.Length : plain;
                text.Append(Encoding.UTF8.GetString(raw[..plain]));
                raw = raw[plain..];
                continue;
            }

            text.Append(Escape(raw, out var length));
            raw = raw[length..];
        }

        return text.ToString();
    }

    /// <summary>True when the decoded <paramref name="raw"/> equals <paramref name="plain"/>, which is ASCII.</summary>
    internal static bool EscapedEquals(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> plain)
    {
        foreach (var expected in plain)
        {
            if (raw.IsEmpty)
            {
                return false;
            }

            var length = 1;
            var actual = raw[0] == '\\' ? Escape(raw, out length) : (char)raw[0];
            if (actual != expected)
            {
                return false;
            }

            raw = raw[length..];
        }

        return raw.IsEmpty;
    }

    /// <summary>
    /// True when the reader's name or string equals <paramref name="plain"/>, which is ASCII. (<c>ValueTextEquals</c> throws on a
    /// lone surrogate.)
    /// </summary>
    internal static bool ValueIs(in Utf8JsonReader reader, ReadOnlySpan<byte> plain) =>
        reader.ValueIsEscaped ? EscapedEquals(reader.ValueSpan, plain) : reader.ValueSpan.SequenceEqual(plain);

    /// <summary>True for a name of letters, digits and underscores that is short: one that an error may repeat.</summary>
    internal static bool IsPlainName(ReadOnlySpan<byte> raw) =>
        raw.Length is > 0 and <= LongestPlainName && !raw.ContainsAnyExcept(PlainNameBytes);

    /// <summary>True when every surrogate of <paramref name="text"/> has its partner.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    private static char Escape(ReadOnlySpan<byte> raw, out int length)
    {
        length = 2;
        switch (raw[1])
        {
            case (byte)'u':
                length = 6;
                return (char)ushort.Parse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            case (byte)'b':
                return '\b';
            case (byte)'f':
                return '\f';
            case (byte)'n':
                return '\n';
            case (byte)'r':
                return '\r';
            case (byte)'t':
                return '\t';
            default:
                return (char)raw[1];
        }
    }
}
