// The schemas of the Open Responses specification, from the folder of specifications beside the recordings.
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Router.Tests.Conformance.OpenResponses;

internal sealed class OpenResponsesSchema
{
    private const string File = "openresponses.schema.json";
    private const string Response = "ResponseResource";
    private const string Draft = "https://json-schema.org/draft/2020-12/schema"; // others do not bear the specification's own keywords
    private const string EventSuffix = "StreamingEvent";

    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    private readonly JsonSchema _response;
    private readonly Dictionary<string, JsonSchema> _events = new(StringComparer.Ordinal);

    private OpenResponsesSchema(JsonObject definitions)
    {
        _response = Of(Response);
        foreach (var name in definitions.Select(definition => definition.Key).Where(name => name.EndsWith(EventSuffix, StringComparison.Ordinal)))
        {
            _events.Add((string)definitions[name]!["properties"]!["type"]!["enum"]![0]!, Of(name));
        }

        JsonSchema Of(string name) => JsonSchema.FromText(
            new JsonObject { ["$schema"] = Draft, ["$ref"] = "#/$defs/" + name, ["$defs"] = definitions.DeepClone() }.ToJsonString());
    }

    /// <summary>Null when the folder does not hold them.</summary>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    public static OpenResponsesSchema? Read(string folder)
    {
        var path = Path.Combine(folder, File);
        return System.IO.File.Exists(path)
            ? new OpenResponsesSchema(JsonNode.Parse(System.IO.File.ReadAllBytes(path))!["$defs"]!.AsObject())
            : null;
    }

    /// <summary>Null when the response object and every event are of the specification, else the first thing that is not.</summary>
    public string? Fault(OpenResponsesAnswer answer) =>
        answer.Events.Select(EventFault).FirstOrDefault(fault => fault is not null)
        ?? Fault(_response, answer.Response, "the response object");

    private string? EventFault(JsonObject e) => (string?)e["type"] is not { } type ? "an event has no type"
        : !_events.TryGetValue(type, out var schema) ? $"the specification has no event {type}"
        : Fault(schema, e, type);

    private static string? Fault(JsonSchema schema, JsonNode? node, string what)
    {
        var result = schema.Evaluate(JsonSerializer.SerializeToElement(node), Options);
        return result.IsValid ? null : what + ": " + string.Join("; ", Errors(result.Details ?? []).Distinct().Take(4));
    }

    /// <summary>What is wrong, without the branches that may be wrong because another one holds.</summary>
    private static IEnumerable<string> Errors(IReadOnlyList<EvaluationResults> details)
    {
        var holding = details.Where(detail => detail.IsValid).Select(detail => detail.EvaluationPath + "/").ToList();
        return
            from detail in details
            where detail.Errors is not null && !holding.Exists(path => detail.EvaluationPath.ToString().StartsWith(path, StringComparison.Ordinal))
            from error in detail.Errors!.Values
            select $"{detail.InstanceLocation} {error}";
    }
}
