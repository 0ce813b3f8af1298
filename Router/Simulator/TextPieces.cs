// Cuts text into the pieces that a stream sends, and to a number of tokens.
namespace Router.Simulator;

internal static class TextPieces
{
    /// <summary>Words with the space after them, none longer than <paramref name="longest"/>; a surrogate pair is never cut.</summary>
    internal static IEnumerable<string> Split(string text, int longest)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = Math.Min(text.Length, start + longest);
            if (longest <= WordPiece)
            {
                var space = text.AsSpan(start, end - start).IndexOf(' ');
                end = space < 0 ? end : start + space + 1;
            }

            end = WholeCharacter(text, start, end);
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>The beginning of <paramref name="text"/> that fits in <paramref name="tokens"/>.</summary>
    internal static string Fit(string text, int tokens)
    {
        var length = Math.Max(0L, tokens) * 4;
        if (length >= text.Length)
        {
            return text;
        }

        var end = (int)length;
        return end > 0 && char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end];
    }

    /// <summary>The longest piece of an ordinary stream.</summary>
    internal const int WordPiece = 16;

    private static int WholeCharacter(string text, int start, int end)
    {
        if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
        {
            return end - 1 > start ? end - 1 : end + 1;
        }

        return end;
    }
}
