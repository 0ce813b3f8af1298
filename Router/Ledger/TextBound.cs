// How long a text in the ledger may be.
using System.Text;

namespace Router.Ledger;

/// <summary>
/// The most a text may have, in UTF-16 characters and in UTF-8 bytes. Ids that people choose have room for any script (3 bytes a
/// character); the names of providers and models, and the router's own words, are bounded in bytes, because ten attempts repeat them.
/// </summary>
internal readonly record struct TextBound(int Characters, int Bytes)
{
    /// <summary>An id that people choose.</summary>
    internal static TextBound Id { get; } = new(64, 192);

    /// <summary>A longer name that people or clients choose.</summary>
    internal static TextBound LongId { get; } = new(128, 384);

    /// <summary>A name of a provider or model, or a request id.</summary>
    internal static TextBound Name { get; } = new(64, 64);

    /// <summary>A fixed word of the router, such as an error class.</summary>
    internal static TextBound Word { get; } = new(40, 40);

    /// <summary>The text itself when it is within the bound, else its longest beginning that is; never half a character.</summary>
    internal string Cut(string text)
    {
        if (text.Length <= Characters && ((long)text.Length * 3 <= Bytes || Encoding.UTF8.GetByteCount(text) <= Bytes))
        {
            return text;
        }

        var characters = 0;
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (characters + rune.Utf16SequenceLength > Characters || bytes + rune.Utf8SequenceLength > Bytes)
            {
                break;
            }

            characters += rune.Utf16SequenceLength;
            bytes += rune.Utf8SequenceLength;
        }

        return text[..characters];
    }

    /// <summary>As <see cref="Cut"/>; null stays null.</summary>
    internal string? CutOrNull(string? text) => text is null ? null : Cut(text);
}
