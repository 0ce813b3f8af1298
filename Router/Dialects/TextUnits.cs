// Counts characters as citations count them.
using Router.Inference;

namespace Router.Dialects;

/// <summary>In UTF-16 units, without decoding.</summary>
internal static class TextUnits
{
    internal static long Of(ReadOnlySpan<byte> text, TextForm form)
    {
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
}
