// The forms of values that the configuration is made of.
using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Router.Configuration;

/// <summary>Makes the <see cref="ValueShape"/> of each form. The parsed type is named at each.</summary>
internal static class Values
{
    private const string IdCharacters = "A-Za-z0-9_.:/@-";

    private static readonly SearchValues<char> IdSet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/@-");

    /// <summary>1 to <paramref name="longest"/> characters of a fixed set; a string.</summary>
    internal static ValueShape Id(int longest = 64) => new()
    {
        Type = "string",
        AnyWord = true,
        Parse = (text, _) => (text, IsId(text, longest) ? null : $"must be 1 to {longest} characters of {IdCharacters}"),
        Constraints = writer => Pattern(writer, $"^[{IdCharacters}]{{1,{longest}}}$"),
    };

    /// <summary>A label: nothing, or an <see cref="Id"/>; a string.</summary>
    internal static ValueShape Label { get; } = new()
    {
        Type = "string",
        AnyWord = true,
        Parse = (text, _) => (text, text.Length == 0 || IsId(text, 64) ? null : $"must be empty or 1 to 64 characters of {IdCharacters}"),
        Constraints = writer => Pattern(writer, $"^[{IdCharacters}]{{0,64}}$"),
    };

    /// <summary>Printable text of bounded length; a string.</summary>
    internal static ValueShape Text(int least, int most) => new()
    {
        Type = "string",
        AnyWord = true,
        Parse = (text, _) => (text, text.Length >= least && text.Length <= most && !text.Any(char.IsControl)
            ? null : $"must be {least} to {most} printable characters"),
        Constraints = writer =>
        {
            writer.WriteNumber("minLength", least);
            writer.WriteNumber("maxLength", most);
        },
    };

    /// <summary>A <see cref="bool"/>.</summary>
    internal static ValueShape Flag { get; } = new()
    {
        Type = "boolean",
        Parse = (text, _) => text switch
        {
            "true" => (true, null),
            "false" => (false, null),
            _ => (null, "must be true or false"),
        },
    };

    /// <summary>A <see cref="long"/>.</summary>
    internal static ValueShape Integer(long least, long most) => new()
    {
        Type = "integer",
        Parse = (text, _) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? (value, null) : (null, $"must be a whole number from {least} to {most}"),
        Constraints = writer =>
        {
            writer.WriteNumber("minimum", least);
            writer.WriteNumber("maximum", most);
        },
    };

    /// <summary>One of some words; a string.</summary>
    /// <param name="unbuilt">Words of the contract that this version refuses with a message of their own.</param>
    internal static ValueShape Choice(string[] words, params string[] unbuilt) => new()
    {
        Type = "string",
        Parse = (text, _) => words.Contains(text, StringComparer.Ordinal) ? (text, null)
            : unbuilt.Contains(text, StringComparer.Ordinal) ? (null, UnbuiltShape.Message($"'{text}'"))
            : (null, $"must be one of {string.Join(", ", words)}"),
        Constraints = writer =>
        {
            writer.WriteStartArray("enum");
            foreach (var word in words)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        },
    };

    /// <summary>A file or folder; a string, absolute once parsed, empty when nothing was written.</summary>
    internal static ValueShape PathText { get; } = new()
    {
        Type = "string",
        AnyWord = true,
        Parse = (text, context) => text.Length == 0 ? ("", null)
            : text.Any(char.IsControl) || text.Length > 1024 ? (null, "must be a path of at most 1024 characters")
            : (context.FullPath(text), null),
        Constraints = writer => writer.WriteNumber("maxLength", 1024),
    };

    /// <summary>The same where nothing cannot be meant.</summary>
    /// <param name="what">What it is, as in "must be a folder".</param>
    internal static ValueShape RequiredPath(string what) => new()
    {
        Type = "string",
        AnyWord = true,
        Parse = (text, context) => text.Length == 0 ? (null, $"must be {what}") : PathText.Parse(text, context),
        Constraints = writer =>
        {
            writer.WriteNumber("minLength", 1);
            writer.WriteNumber("maxLength", 1024);
        },
    };

    /// <summary>A file that must be there; its content counts as part of the configuration. A string, absolute.</summary>
    internal static ValueShape FilePath { get; } = new()
    {
        Type = "string",
        AnyWord = true,
        Parse = (text, context) => text.Length == 0 ? ("", null)
            : context.ReadBytes(text).Error is { } error ? (null, error)
            : (context.FullPath(text), null),
    };

    /// <summary>A <see cref="Secret"/>: literal text, <c>${NAME}</c>, or <c>file:PATH</c>.</summary>
    internal static ValueShape SecretText { get; } = SecretOf(static _ => null);

    /// <summary>A <see cref="Secret"/> that goes into a header of HTTP, where a request with anything else fails.</summary>
    internal static ValueShape HeaderSecret { get; } = SecretOf(static secret =>
        secret.AsSpan().IndexOfAnyExceptInRange(' ', '~') is var at and >= 0
            ? $"a header carries letters, digits and signs of ASCII alone, and character {at + 1} is none of them"
            : secret.Length > 0 && (secret[0] == ' ' || secret[^1] == ' ') ? "a header carries no blank at its begin or end; remove it" : null);

    private static ValueShape SecretOf(Func<string, string?> fault) => new()
    {
        Type = "string",
        AnyWord = true,
        Secret = static raw => raw.Length > 0,
        Parse = (text, context) =>
        {
            var (secret, error) = text.StartsWith("file:", StringComparison.Ordinal) ? context.ReadText(text[5..]) : (text, null);
            secret = secret.TrimEnd('\r', '\n');
            error ??= SecretRedaction.IsMark(secret) ? "this stands for a secret that was taken out; write the secret, ${NAME} or file:PATH"
                : secret.Length > 8192 || secret.Any(char.IsControl) ? "a secret is one line of at most 8192 characters"
                : fault(secret);
            return error is not null ? (null, error) : (secret.Length == 0 ? Secret.None : new Secret(secret), null);
        },
        Constraints = writer => writer.WriteNumber("maxLength", 8192),
    };

    /// <summary>The lower-case hex SHA-256 of a token; a <see cref="TokenHash"/>.</summary>
    internal static ValueShape Hash { get; } = new()
    {
        Type = "string",
        AnyWord = true,
        Unquoted = true,
        Parse = (text, _) => TokenHash.TryParse(text, out var hash) ? (hash, null)
            : (null, "must be the SHA-256 of the token as 64 lower-case hex digits ('router token new' prints one)"),
        Constraints = writer => Pattern(writer, "^[0-9a-f]{64}$"),
    };

    /// <summary>A day; a <see cref="DateOnly"/>.</summary>
    internal static ValueShape Day { get; } = new()
    {
        Type = "string",
        Parse = (text, _) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, null) : (null, "must be a day such as 2026-11-01"),
        Constraints = writer => Pattern(writer, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    };

    /// <summary>
    /// Of a secret: is it only references, so that the file itself holds nothing? A scheme word before the reference is fine.
    /// </summary>
    internal static bool IsReference(string raw) =>
        raw.StartsWith("file:", StringComparison.Ordinal)
        || (VariableExpansion.HasReference(raw) && VariableExpansion.WithoutReferences(raw) is "" or "Bearer " or "Basic " or "Token ");

    internal static void Pattern(Utf8JsonWriter writer, string pattern) => writer.WriteString("pattern", pattern);

    private static bool IsId(string text, int longest) =>
        text.Length >= 1 && text.Length <= longest && !text.AsSpan().ContainsAnyExcept(IdSet);
}
