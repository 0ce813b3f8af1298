// Counts characters, whichever way they are written.
using System.Text;
using Router.Inference;

namespace Router.Dialects;

/// <summary>In UTF-16 units, without decoding.</summary>
internal static class TextUnits
{
    internal static long Of(ReadOnlySpan<byte> text, TextForm form)
    {
        if (Ascii.IsValid(text) && (form != TextForm.Escaped || !text.Contains((byte)'\\')))
        {
            return text.Length;
        }

        var units = 0L;
        for (var at = 0; at < text.Length; at++)
        {
            var value = text[at];
            if (value == '\\' && form == TextForm.Escaped && at + 1 < text.Length)
            {
                at += text[at + 1] == 'u' ? 5 : 1;
                units++;
            }
            else if ((value & 0xC0) != 0x80)
            {
                units += value >= 0xF0 ? 2 : 1;
            }
        }

        return units;
    }

    /// <summary>What of a text follows its first units; empty when there are no more. No escape and no character is cut.</summary>
    internal static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> escaped, long units)
    {
        var at = 0;
        while (units > 0 && at < escaped.Length)
        {
            var value = escaped[at];
            units -= value >= 0xF0 ? 2 : 1;
            at += value == '\\' ? (escaped[at + 1] == 'u' ? 6 : 2)
                : value < 0x80 ? 1
                : value < 0xE0 ? 2
                : value < 0xF0 ? 3
                : 4;
        }

        return escaped[at..];
    }
}
