// Takes what may be a secret out of the comments of a configuration.
using System.Text.RegularExpressions;

namespace Router.Configuration;

/// <summary>
/// A rollback writes the stored text back into the file, so comments stay, and only what may be a credential goes: every value of a
/// <c>headers</c> map (one that is commented out, or a line commented out of one that is not), the user of an address, values under names
/// such as <c>api_key</c> or <c>authorization</c> (as YAML, a shell or an address has them), bearer words, keys of known forms, and copies of the file's own secrets.
/// </summary>
/// <param name="text">The whole text; comments are handed in by their place, in order.</param>
/// <param name="copies">The literal secrets of the file that are long enough to look for.</param>
internal sealed partial class CommentRedaction(string text, IReadOnlyList<string> copies)
{
    private const int NoHeaders = -1;

    private int _nextLine;

    // The column of the last headers key, and whether it is one in force.
    private int _headers = NoHeaders;
    private bool _live;
    private bool _inBraces;

    /// <summary>The text from <paramref name="start"/> to <paramref name="end"/>, which lies between two values, with its comments cleaned.</summary>
    internal string Between(int start, int end)
    {
        var piece = text[start..end];
        return piece.Contains('#', StringComparison.Ordinal)
            ? Comment().Replace(piece, comment => Clean(start + comment.Index, comment.Value))
            : piece;
    }

    private string Clean(int at, string comment)
    {
        var lineStart = text.LastIndexOf('\n', at) + 1;
        var alone = string.IsNullOrWhiteSpace(text[lineStart..at]);
        ReadLines(alone ? lineStart : at);
        var body = comment.TrimStart('#', ' ', '\t');
        var column = at - lineStart + comment.Length - body.Length;

        // In a map in force a sign that is not in the first column stands where its line would.
        var depth = _live && at > lineStart ? at - lineStart : column;

        // From here on every value is one of a header.
        var from = _inBraces || (alone && _headers != NoHeaders && depth > _headers) ? 0 : comment.Length;
        if (from > 0 && HeadersKey().Match(comment) is { Success: true } key)
        {
            _inBraces = comment[key.Index..].Contains('{', StringComparison.Ordinal);
            (_headers, _live) = alone && body.StartsWith("headers", StringComparison.Ordinal) ? (column, false) : (_headers, _live);
            from = _inBraces ? key.Index + key.Length : from;
        }
        else if (from > 0 && alone && !_live && AnyKey().IsMatch(body))
        {
            _headers = NoHeaders;
        }

        _inBraces &= !comment.Contains('}', StringComparison.Ordinal);
        var cleaned = comment[..from] + Marked(HeaderValue(), comment[from..]);
        cleaned = Marked(NamedSecret(), cleaned);
        cleaned = Marked(BearerWord(), cleaned, quoted: false);
        cleaned = Marked(KnownKey(), cleaned, quoted: false);
        cleaned = Marked(UserOfAddress(), cleaned, quoted: false);
        return copies.Aggregate(cleaned, (line, copy) => line.Replace(copy, SecretRedaction.Mark(copy), StringComparison.Ordinal));
    }

    /// <summary>Looks in the lines before a comment whether it stands in a <c>headers</c> map.</summary>
    private void ReadLines(int end)
    {
        while (_nextLine < end)
        {
            var lineEnd = text.IndexOf('\n', _nextLine) is var found and >= 0 ? found : text.Length;
            var line = text[_nextLine..lineEnd];
            var words = line.TrimStart();
            if (words.Trim().Length > 0 && words[0] != '#')
            {
                var column = line.Length - words.Length;
                _inBraces = false;
                if (words.StartsWith("headers:", StringComparison.Ordinal))
                {
                    (_headers, _live) = (column, true);
                }
                else if (!_live || column <= _headers)
                {
                    (_headers, _live) = (NoHeaders, false);
                }
            }

            _nextLine = lineEnd + 1;
        }
    }

    /// <summary>Marks each value that a pattern finds; references and marks tell nothing and stay.</summary>
    private static string Marked(Regex pattern, string comment, bool quoted = true) => pattern.Replace(comment, found =>
    {
        var value = found.Groups["value"];
        var raw = value.Value.Trim('"', '\'');
        if (raw.Length == 0 || SecretRedaction.IsMark(raw) || Values.IsReference(raw))
        {
            return found.Value;
        }

        var (before, after) = (value.Index - found.Index, value.Index - found.Index + value.Length);
        var mark = SecretRedaction.Mark(raw);
        return $"{found.Value[..before]}{(quoted ? $"\"{mark}\"" : mark)}{found.Value[after..]}";
    });

    [GeneratedRegex(@"(?<=^|\s)#[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bheaders\s*:")]
    private static partial Regex HeadersKey();

    [GeneratedRegex("""^[\w-]+["']?\s*:""")]
    private static partial Regex AnyKey();

    // A name, and all that follows it: in braces up to the next name or the end of the braces.
    [GeneratedRegex("""(?<![\w-])[\w!$%&'*+.^`|~-]+["']?\s*:\s*(?<value>"[^"]*"|'[^']*'|\$\{[^}]*\}(?=\s*[,}]|\s*$)|[^\s{][^\r\n]*?)(?=\s*(?:,\s*["']?[\w-]+["']?\s*:|\}\s*(?:[,}]|$)|$))""")]
    private static partial Regex HeaderValue();

    [GeneratedRegex("""(?<![\w-])["']?(?:[\w-]*(?:api[_-]?key|access[_-]?key|secret|password|token|credentials?)|(?:proxy-)?authorization|fingerprint|(?:set-)?cookie)["']?\s*[:=]\s*(?<value>"[^"]*"|'[^']*'|\$\{[^}]*\}(?=[\s,}]|$)|(?:(?:Bearer|Basic|Token)\s+)?[^\s"'{\[]\S*(?<![,}]))""", RegexOptions.IgnoreCase)]
    private static partial Regex NamedSecret();

    [GeneratedRegex(@"\b(?:Bearer|Basic)\s+(?<value>(?=[^\s]*[0-9])[A-Za-z0-9._~+/=-]{8,})", RegexOptions.IgnoreCase)]
    private static partial Regex BearerWord();

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?<value>(?:sk-|rtr_|rta_)[A-Za-z0-9_-]{8,})")]
    private static partial Regex KnownKey();

    [GeneratedRegex(@"://(?<value>[^\s]+)@")]
    private static partial Regex UserOfAddress();
}
