// Halves of surrogate pairs in a request's text, as clients send them that cut a text within a character.
using System.Buffers.Text;

namespace Router.Simulator;

/// <summary>
/// Services read such a half as a sign of its own; the platform's reader of JSON fails over one, in a name, a text or what is echoed, so each
/// becomes the sign for what cannot be shown. The length stays.
/// </summary>
internal static class HalfPairs
{
    private const int EscapeLength = 6;

    /// <summary>Changes the text in its place; what is no JSON may come out as anything that is none either.</summary>
    internal static void Replace(Span<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at + 1 < json.Length;)
        {
            var unit = UnitAt(json[at..]);
            var isPair = unit is >= 0xD800 and <= 0xDBFF && UnitAt(json[(at + EscapeLength)..]) is >= 0xDC00 and <= 0xDFFF;
            if (!isPair && unit is >= 0xD800 and <= 0xDFFF)
            {
                "fffd"u8.CopyTo(json[(at + 2)..]);
            }

            at += isPair ? 2 * EscapeLength : unit >= 0 ? EscapeLength : 2;
            var next = at < json.Length ? json[at..].IndexOf((byte)'\\') : -1;
            at = next < 0 ? -1 : at + next;
        }
    }

    /// <summary>Below 0 when the text does not begin with the escape of a number.</summary>
    private static int UnitAt(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength && text[0] == '\\' && text[1] == 'u'
            && Utf8Parser.TryParse(text.Slice(2, 4), out ushort unit, out var used, 'x') && used == 4
            ? unit
            : -1;
}
