// What an upstream's own words may not carry to callers and logs.
using System.Text.RegularExpressions;

namespace Router.Telemetry;

/// <summary>
/// Cuts and cleans text that came from an upstream before it stands in an error message: account names and key fragments belong to the
/// operator, not to callers.
/// </summary>
internal static partial class Redaction
{
    /// <summary>The most characters that are passed on.</summary>
    internal const int MaxLength = 500;

    /// <summary>What is looked at beyond, so that a key across the end is known as one.</summary>
    private const int Beyond = 500;

    /// <summary>The text with keys and account ids replaced and its length bounded.</summary>
    internal static string Clean(string text) => Cut(Sensitive().Replace(Cut(text, MaxLength + Beyond), "[redacted]"), MaxLength);

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    // Without a limit of time, which a busy machine misses: the text is short, and no repetition stands in another.
    [GeneratedRegex(
        @"\b(?:sk|rk|pk|org|proj|acct|user|key|rtr|rta|xai|gsk)[-_][A-Za-z0-9*._-]{6,}|\bAKIA[A-Z0-9*]{6,}|\bAIza[A-Za-z0-9*_-]{6,}|\bBearer\s+\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Sensitive();
}
