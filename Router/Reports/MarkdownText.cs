// Text inside Markdown.
using System.Text;

namespace Router.Reports;

/// <summary>What stands in a cell is shown as it is, and makes no mark-up, no link and no new column.</summary>
internal static class MarkdownText
{
    private const string Marks = "\\`*~[]<>&|$#";

    /// <summary>The text for a cell of a table or a paragraph, on one line.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (char.IsControl(letter) || letter is '\u2028' or '\u2029')
            {
                escaped.Append(' ');
                continue;
            }

            if (Marks.Contains(letter, StringComparison.Ordinal) || IsMark(text, at))
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        return escaped.ToString();
    }

    /// <summary>Underscores inside a word and colons of no address mean nothing, and ids read better without a backslash.</summary>
    private static bool IsMark(string text, int at) => text[at] switch
    {
        '_' => at == 0 || at == text.Length - 1 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at + 1]),
        ':' => text.AsSpan(at).StartsWith("://"),
        '.' => at >= 3 && text.AsSpan(at - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
