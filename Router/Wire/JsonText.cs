// Decodes the inside of JSON strings, lone surrogates included.
using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    private const int ShortText = 64;

    private static readonly SearchValues<byte> PlainNameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>What ends the plain part of a string: its end, an escape, and what may not stand in it.</summary>
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>
    /// The length of the string whose inside begins <paramref name="utf8"/>, up to its closing quote. Takes
    /// and refuses what <see cref="Utf8JsonReader"/> does.
    /// </summary>
    /// <param name="isEscaped">True when an escape is in it.</param>
    /// <returns>When no valid string begins there, the place of the fault, as its complement, which is negative.</returns>
    internal static int LengthOf(ReadOnlySpan<byte> utf8, out bool isEscaped)
    {
        isEscaped = false;
        var length = 0;
        while (true)
        {
            length += PlainLength(utf8[length..]);
            if ((uint)length >= (uint)utf8.Length)
            {
                return ~length;
            }

            if (utf8[length] == '"')
            {
                return length;
            }

            isEscaped = true;
            var escape = EscapeLength(utf8[length..]);
            if (escape == 0)
            {
                return ~length;
            }

            length += escape;
        }
    }

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
    /// <param name="inAnyCase">A capital stands for the small letter of <paramref name="plain"/> too.</param>
    internal static bool EscapedEquals(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> plain, bool inAnyCase = false)
    {
        foreach (var expected in plain)
        {
            if (raw.IsEmpty)
            {
                return false;
            }

            var length = 1;
            var actual = raw[0] == '\\' ? Escape(raw, out length) : (char)raw[0];
            if (actual != expected && !(inAnyCase && char.IsAsciiLetterUpper(actual) && char.ToLowerInvariant(actual) == expected))
            {
                return false;
            }

            raw = raw[length..];
        }

        return raw.IsEmpty;
    }

    /// <summary>
    /// True when a letter of ASCII may be written as an escape. Where none is, a name in its quotes that is not found in the bytes is not
    /// there: within a string quotes are escaped.
    /// </summary>
    internal static bool HasEscapedAscii(ReadOnlySpan<byte> json)
    {
        var escape = "\\u00"u8;
        for (var at = json.IndexOf(escape); at >= 0; at = json.IndexOf(escape))
        {
            json = json[(at + escape.Length)..];
            if (!json.IsEmpty && json[0] is >= (byte)'2' and <= (byte)'7')
            {
                return true;
            }
        }

        return false;
    }

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

    /// <summary>The length of the plain part that begins a string: up to its end, an escape, or what may not stand in it.</summary>
    /// <remarks>Most strings of a body are short, and the search for one of many has a start-up of its own; for a long one it is the quicker.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlainLength(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        for (; length < ShortText && utf8.Length - length >= Vector128<byte>.Count; length += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(utf8.Slice(length, Vector128<byte>.Count));
            var ends = Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            if (ends != Vector128<byte>.Zero)
            {
                return length + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
            }
        }

        var rest = utf8[length..].IndexOfAny(NotPlain);
        return rest < 0 ? utf8.Length : length + rest;
    }

    /// <summary>The length of the escape that begins <paramref name="utf8"/>; 0 when none does.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 2 || utf8[0] != '\\')
        {
            return 0;
        }

        return utf8[1] switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => 2,
            (byte)'u' when utf8.Length >= 6 && !utf8[2..6].ContainsAnyExcept(HexDigits) => 6,
            _ => 0,
        };
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
