// Reads one JSON object whose members are a closed list.
using System.Text.Json;

namespace Router.Licensing;

/// <summary>
/// Every wrong, missing or unknown member is put on the list of problems, all of them, so that whoever writes a licence sees them together.
/// What a reader returns for a wrong member stands for nothing: with a problem on the list no result may be used.
/// </summary>
internal sealed class ClaimsObject
{
    private const int MostItems = 1000;
    private const long LastSecond = 253_402_300_799;

    private readonly JsonElement _element;
    private readonly string _path;
    private readonly List<string> _problems;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal ClaimsObject(JsonElement element, string path, List<string> problems)
    {
        _element = element;
        _path = path;
        _problems = problems;
    }

    internal bool Has(string name) => _element.TryGetProperty(name, out _);

    /// <summary>A text of 1 to <paramref name="most"/> characters, none of them a control character.</summary>
    internal string Text(string name, int most) => OptionalText(name, most) ?? Missing(name, "");

    internal string? OptionalText(string name, int most) =>
        Ask(name) is not { } value ? null
        : IsText(value, most) ? value.GetString()
        : Wrong(name, $"takes a text of 1 to {most} characters", "");

    /// <summary>1 to 64 of <c>A-Z a-z 0-9 _ . -</c>.</summary>
    internal string Id(string name) => OptionalId(name) ?? Missing(name, "");

    internal string? OptionalId(string name) =>
        Ask(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && IsId(value.GetString()!) ? value.GetString()
        : Wrong(name, "takes 1 to 64 of A-Z a-z 0-9 _ . -", "");

    /// <summary>One of a few words.</summary>
    internal string Word(string name, params ReadOnlySpan<string> words)
    {
        if (Ask(name) is not { } value)
        {
            return Missing(name, "");
        }

        return value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()!)
            ? value.GetString()!
            : Wrong(name, $"is one of {string.Join(", ", words!)}", "");
    }

    /// <summary>Whole seconds since 1970.</summary>
    internal long Time(string name) => OptionalTime(name) ?? Missing(name, 0L);

    internal long? OptionalTime(string name) =>
        Ask(name) is not { } value ? null
        : StrictJson.TryWholeNumber(value, out var time) && time is > 0 and <= LastSecond ? time
        : Wrong(name, "takes whole seconds since 1970 UTC", 0L);

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    internal long Count(string name, long most) => OptionalCount(name, most) ?? Missing(name, 1L);

    internal long? OptionalCount(string name, long most) =>
        Ask(name) is not { } value ? null
        : StrictJson.TryWholeNumber(value, out var count) && count > 0 && count <= most ? count
        : Wrong(name, $"takes a whole number from 1 to {most}", 1L);

    internal bool OptionalFlag(string name) =>
        Ask(name) is { } value && (value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Wrong(name, "is true or false", false));

    /// <summary>An object; null when there is none.</summary>
    internal ClaimsObject? OptionalObject(string name) =>
        Ask(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ClaimsObject(value, _path + name + ".", _problems)
        : Wrong<ClaimsObject?>(name, "is an object", null);

    internal ClaimsObject? Object(string name) => Has(name) ? OptionalObject(name) : Missing<ClaimsObject?>(name, null);

    /// <summary>A list of texts without doubles; null when there is none.</summary>
    internal string[]? OptionalTexts(string name, int least, int most)
    {
        if (Items(name) is not { } items)
        {
            return null;
        }

        if (items.Length < least || !items.All(item => IsText(item, most)))
        {
            return Wrong<string[]>(name, $"takes {(least > 0 ? "at least one text" : "texts")} of 1 to {most} characters", []);
        }

        string[] texts = [.. items.Select(item => item.GetString()!)];
        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Length ? texts : Wrong(name, "names something twice", texts);
    }

    internal string[] Texts(string name, int least, int most) => OptionalTexts(name, least, most) ?? Missing<string[]>(name, []);

    /// <summary>A list of objects; null when there is none.</summary>
    internal ClaimsObject[]? OptionalObjects(string name) =>
        Items(name) is not { } items ? null
        : items.All(item => item.ValueKind == JsonValueKind.Object)
            ? [.. items.Select((item, at) => new ClaimsObject(item, $"{_path}{name}[{at}].", _problems))]
        : Wrong<ClaimsObject[]>(name, "takes objects", []);

    /// <summary>Notes a problem with a member that its kind alone does not show.</summary>
    internal void Problem(string name, string what) => _problems.Add($"{_path}{name} {what}");

    /// <summary>Refuses every member that nobody asked for. The last call on each object.</summary>
    internal void Close()
    {
        foreach (var member in _element.EnumerateObject().Where(member => !_asked.Contains(member.Name)))
        {
            _problems.Add($"{_path}{Shown(member.Name)} is no member that is known here");
        }
    }

    internal static bool IsId(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IsText(JsonElement value, int most) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= most && !text.Any(char.IsControl);

    // A name from a file goes into a message in short, and never with what moves a terminal.
    private static string Shown(string name) =>
        string.Concat(name.Take(64).Select(c => char.IsControl(c) ? '?' : c));

    private JsonElement? Ask(string name)
    {
        _asked.Add(name);
        return _element.TryGetProperty(name, out var value) ? value : null;
    }

    private JsonElement[]? Items(string name) =>
        Ask(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MostItems ? [.. value.EnumerateArray()]
        : Wrong<JsonElement[]>(name, $"is a list of at most {MostItems}", []);

    private T Missing<T>(string name, T instead) => Wrong(name, "is missing", instead);

    private T Wrong<T>(string name, string what, T instead)
    {
        Problem(name, what);
        return instead;
    }
}
