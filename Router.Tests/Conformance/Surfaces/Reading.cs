// The dialect-free form of an answer, as expected.json is written.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance.Surfaces;

internal static class Reading
{
    /// <summary>Null when every member that both have is equal, else what differs.</summary>
    /// <param name="reading">How the answer reads.</param>
    /// <param name="expected">How it must read.</param>
    /// <param name="skipped">Members that are not compared.</param>
    public static string? Fault(JsonObject reading, JsonElement expected, params string[] skipped)
    {
        foreach (var (name, value) in reading)
        {
            if (!skipped.Contains(name) && expected.TryGetProperty(name, out var wanted)
                && !AreEqual(value, JsonNode.Parse(wanted.GetRawText())))
            {
                return $"{name} reads {value?.ToJsonString() ?? "null"} instead of {wanted.GetRawText()}";
            }
        }

        return null;
    }

    /// <param name="reasoning">Null when it is not to be compared.</param>
    /// <param name="finish">One of stop, length, tool, filter, refusal, pause, error, in_progress.</param>
    /// <param name="usage">Null when the answer reports none.</param>
    public static JsonObject Of(
        string text, string? reasoning, string? refusal, IEnumerable<JsonObject> tools, string? finish, JsonObject? usage)
    {
        var reading = new JsonObject
        {
            ["text"] = text,
            ["refusal"] = refusal,
            ["tools"] = new JsonArray([.. tools]),
            ["finish"] = finish,
            ["usage"] = usage,
        };
        if (reasoning is not null)
        {
            reading["reasoning"] = reasoning;
        }

        return reading;
    }

    public static JsonObject Tool(string? id, string? name, string? arguments) => new() { ["id"] = id, ["name"] = name, ["args"] = arguments };

    /// <param name="input">All of it, cached or not, whatever the dialect.</param>
    public static JsonObject Usage(long? input, long? output, long cached) => new() { ["input"] = input, ["output"] = output, ["cached"] = cached };

    /// <param name="start">The first character of the joined text that it is for.</param>
    /// <param name="end">The character behind its last.</param>
    public static JsonObject Citation(string? url, string? title, int? start, int? end) =>
        new() { ["url"] = url, ["title"] = title ?? "", ["start"] = start, ["end"] = end };

    private static bool AreEqual(JsonNode? value, JsonNode? wanted) => (value, wanted) switch
    {
        (JsonArray left, JsonArray right) => left.Count == right.Count && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second)),
        (JsonObject left, JsonObject right) when left.ContainsKey("args") => left.All(member =>
            member.Key == "args" ? SameArguments((string?)member.Value, (string?)right["args"]) : JsonNode.DeepEquals(member.Value, right[member.Key])),
        (JsonObject left, JsonObject right) => left.Where(member => right.ContainsKey(member.Key))
            .All(member => JsonNode.DeepEquals(member.Value, right[member.Key])),
        _ => JsonNode.DeepEquals(value, wanted),
    };

    private static bool SameArguments(string? value, string? wanted) =>
        value == wanted || (value is not null && wanted is not null && JsonText.Parse(value) is { } left && JsonNode.DeepEquals(left, JsonText.Parse(wanted)));
}
