// Tells that an upstream found the input too long, in whatever words.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Router.Dialects;

/// <summary>Clients shorten the conversation on this one error, and know it by its code or its words.</summary>
internal static partial class ContextLength
{
    private static readonly string[] Words =
    [
        "prompt is too long",
        "maximum context length",
        "context length is only",
        "exceeds the context window",
        "exceeds the available context size",
        "exceeds the maximum number of tokens allowed",
        "exceeded model token limit",
        "context window exceeds limit",
        "longer than the model's context length",
        "maximum prompt length is",
        "Input is too long for requested model",
    ];

    /// <summary>True for the services' own ways to say so.</summary>
    internal static bool Is(UpstreamErrorFacts facts) =>
        facts is { Code: "context_length_exceeded" } or { Type: "exceed_context_size_error" }
        || (facts.Message is { } message && Array.Exists(Words, words => message.Contains(words, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The words that Messages clients match: <c>prompt is too long: N tokens &gt; M maximum</c>, as far as the numbers are known.</summary>
    internal static string InMessagesWords(string message)
    {
        if (message.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase))
        {
            return message;
        }

        var numbers = Tokens().Matches(message).Select(found => long.Parse(found.Groups[1].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).Order().ToArray();
        return numbers is [var maximum, .., var asked] && asked > maximum
            ? string.Create(CultureInfo.InvariantCulture, $"prompt is too long: {asked} tokens > {maximum} maximum")
            : $"prompt is too long: {message}";
    }

    /// <summary>Whole numbers alone, also with commas between thousands: of any other the end would be read as a number of its own.</summary>
    [GeneratedRegex("(?<![0-9.,])([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3}) (?:input )?tokens")]
    private static partial Regex Tokens();
}
