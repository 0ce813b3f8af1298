// Nothing of a request vanishes without a word.
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Router.Inference;

namespace Router.Tests.Laws;

/// <summary>
/// Each text of a made-up body holds a word of its own. Where the word does not turn up in what is sent, a loss must name the member that
/// it stood in, or one around it.
/// </summary>
internal static partial class SilenceLaws
{
    private const string Novelty = "novel_member";

    /// <summary>What the mapping says is left out without a word, since it says nothing: ids of items, the name that a form of output must have.</summary>
    private static readonly string[] Unsaid =
    [
        "response_format.json_schema.name", "text.format.name", "input[].id",
    ];

    /// <summary>Losses whose name in the mapping is not the member that its texts stand in.</summary>
    private static readonly (string Loss, string Member)[] Elsewhere =
    [
        ("input[].reasoning", "input[].summary"),
        ("input[].reasoning", "input[].encrypted_content"),
        ("messages[].content[].thinking", "messages[].content[]"),
        ("messages[].content[].document.source.url", "messages[].content[].source.url"),
        ("messages[].content[].image.source.url", "messages[].content[].source.url"),
        ("tool_choice.allowed_tools", "tools[]"),
        ("tool_choice.tools", "tools[]"),
    ];

    public static string? Carried(MadeRequest made) => ForEachOther(made, made.Body, (body, losses, _) =>
    {
        if (HasMark(made.Body) && !HasMark(Encoding.UTF8.GetBytes(body)) && !losses.Losses.Any(loss => HasMark(Encoding.UTF8.GetBytes(loss.Path))))
        {
            return $"the end of a prompt cache is neither sent nor reported: {body}";
        }

        foreach (var (path, text) in Texts(made.Body))
        {
            foreach (Match word in Word().Matches(text))
            {
                if (!body.Contains(word.Value, StringComparison.Ordinal) && !Unsaid.Contains(path) && !losses.Losses.Any(loss => IsAbout(loss.Path, path)))
                {
                    return $"{path} ({word.Value}) is neither sent nor reported ({string.Join(", ", losses.Losses.Select(loss => loss.Path))}): {body}";
                }
            }
        }

        return null;
    });

    private static bool HasMark(ReadOnlySpan<byte> json) =>
        json.IndexOf("cache_control"u8) >= 0 || json.IndexOf("prompt_cache_breakpoint"u8) >= 0;

    /// <summary>Inside a cache mark nothing is looked at: it is carried or reported whole.</summary>
    public static string? Unknown(MadeRequest made)
    {
        var objects = JsonRanges.Of(made.Body)
            .Where(range => made.Body[range.ValueStart] == '{' && !HasMark(made.Body.AsSpan(range.Start, range.ValueStart - range.Start))).ToList();
        var place = objects[made.Dice % objects.Count];
        var isEmpty = made.Body.AsSpan(place.ValueStart + 1, place.End - place.ValueStart - 2).Trim(" \n\t"u8).IsEmpty;
        byte[] body =
        [
            .. made.Body[..(place.ValueStart + 1)],
            .. Encoding.ASCII.GetBytes($"\"{Novelty}\":\"w999999x\"{(isEmpty ? "" : ",")}"),
            .. made.Body[(place.ValueStart + 1)..],
        ];
        var path = Texts(body).First(text => text.Text == "w999999x").Path;
        return ForEachOther(made, body, (sent, losses, target) =>
            sent.Contains("w999999x", StringComparison.Ordinal) || losses.Beyond > 0 || losses.Losses.Any(loss => IsAbout(loss.Path, path) || IsAround(loss.Path, path) || IsNamed(loss.Path, path))
                ? null
                : $"{path} is not reported to {target} ({string.Join(", ", losses.Losses.Select(loss => loss.Path))}): {sent}");
    }

    private static string? ForEachOther(MadeRequest made, byte[] body, Func<string, LossList, Dialect, string?> fault)
    {
        if (Crossing.Read(made.Dialect, body) is not { } request)
        {
            return null;
        }

        foreach (var target in Crossing.Dialects.Where(dialect => dialect != made.Dialect))
        {
            var (sent, losses, _) = Crossing.Write(request, Crossing.Target(target));
            if (fault(Encoding.UTF8.GetString(sent), losses, target) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>True when the loss names the member, one around it or one inside it.</summary>
    private static bool IsAbout(string loss, string member) =>
        IsWithin(member, loss) || IsWithin(loss, member) || Elsewhere.Any(one => one.Loss == loss && IsWithin(member, one.Member));

    /// <summary>A part or tool that is left out whole is named by its type, as in <c>tools[].web_search</c>.</summary>
    private static bool IsAround(string loss, string member)
    {
        var parent = loss[..Math.Max(loss.LastIndexOf('.'), 0)];
        return parent.EndsWith("[]", StringComparison.Ordinal) && IsWithin(member, parent);
    }

    /// <summary>The members of a choice are told by their names, however deep they stand, and a cache mark by its own.</summary>
    private static bool IsNamed(string loss, string member) =>
        (loss.EndsWith("." + Novelty, StringComparison.Ordinal) && loss.Split('.')[0] == member.Split('.')[0])
        || ((loss.EndsWith(".cache_control", StringComparison.Ordinal) || loss.EndsWith(".prompt_cache_breakpoint", StringComparison.Ordinal))
            && member.EndsWith($"{loss[loss.LastIndexOf('.')..]}.{Novelty}", StringComparison.Ordinal));

    private static bool IsWithin(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');

    /// <summary>Every string of a body, and every name of a member that is no word of the dialect, with its path without indices.</summary>
    private static IEnumerable<(string Path, string Text)> Texts(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return Texts(document.RootElement, "").ToList();
    }

    private static IEnumerable<(string Path, string Text)> Texts(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Word().IsMatch(member.Name)
            ? Texts(member.Value, path).Prepend((path, member.Name))
            : Texts(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Texts(item, path + "[]")),
        JsonValueKind.String => [(path, value.GetRawText()[1..^1])],
        _ => [],
    };

    [GeneratedRegex("w[0-9]+x")]
    private static partial Regex Word();
}
