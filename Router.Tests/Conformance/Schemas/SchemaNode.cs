// One compiled schema, and the check of a value against it.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance.Schemas;

/// <summary>Filled by <see cref="SchemaCompiler"/>; what is null or empty asks for nothing.</summary>
internal sealed class SchemaNode
{
    public bool Never { get; set; }

    public IReadOnlyList<string>? Types { get; set; }

    public IReadOnlyList<JsonNode?>? Values { get; set; }

    public IReadOnlyDictionary<string, SchemaNode>? Members { get; set; }

    public IReadOnlyList<string> Required { get; set; } = [];

    public SchemaNode? OtherMembers { get; set; }

    public SchemaNode? Items { get; set; }

    public IReadOnlyList<SchemaNode>? AnyOf { get; set; }

    public List<SchemaNode> AllOf { get; } = [];

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    /// <summary>Null when the value is valid, else where it is not and why.</summary>
    public string? Fault(JsonElement value, string path) =>
        Never ? $"{Shown(path)} must not be there"
        : ValueFault(value, path)
        ?? AllOf.Select(schema => schema.Fault(value, path)).FirstOrDefault(fault => fault is not null)
        ?? (value.ValueKind == JsonValueKind.Object ? MembersFault(value, path) : null)
        ?? (value.ValueKind == JsonValueKind.Array && Items is not null ? ItemsFault(value, path) : null)
        ?? (AnyOf is not null ? AnyOfFault(value, path) : null);

    private string? ValueFault(JsonElement value, string path) =>
        Types is not null && !Types.Any(type => Is(value, type)) ? $"{Shown(path)} is {value.ValueKind} instead of {string.Join(" or ", Types)}"
        : Values is not null && !Values.Any(wanted => AreEqual(wanted, value)) ? $"{Shown(path)} is {Excerpt(value)}, which is none of its values"
        : value.ValueKind == JsonValueKind.Number && (value.GetDouble() < Minimum || value.GetDouble() > Maximum) ? $"{Shown(path)} is out of range: {Excerpt(value)}"
        : null;

    private string? MembersFault(JsonElement value, string path)
    {
        foreach (var name in Required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                return $"{Shown(path)} lacks {name}";
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var schema = Members?.GetValueOrDefault(member.Name) ?? OtherMembers;
            if (schema?.Fault(member.Value, $"{path}.{member.Name}") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? ItemsFault(JsonElement value, string path) =>
        value.EnumerateArray().Select((item, index) => Items!.Fault(item, $"{path}[{index}]")).FirstOrDefault(fault => fault is not null);

    /// <summary>The fault of the alternative that the value means to be: the one that its fixed words fit, else the one that got furthest.</summary>
    private string? AnyOfFault(JsonElement value, string path)
    {
        var faults = new List<(SchemaNode Schema, string Fault)>();
        foreach (var schema in AnyOf!)
        {
            if (schema.Fault(value, path) is not { } fault)
            {
                return null;
            }

            faults.Add((schema, fault));
        }

        return faults.Where(tried => tried.Schema.IsMeantBy(value)).Select(tried => tried.Fault).MaxBy(fault => fault.Length)
            ?? $"{Shown(path)} is none of {AnyOf.Count} alternatives: {Excerpt(value)}";
    }

    private bool IsMeantBy(JsonElement value) =>
        (AnyOf?.Any(schema => schema.IsMeantBy(value)) ?? false)
        || (value.ValueKind == JsonValueKind.Object && Members is not null
            ? Members.Where(member => member.Value.Values?.Count == 1 || (member.Key == "type" && member.Value.Values is not null))
                .All(member => value.TryGetProperty(member.Key, out var word) && member.Value.ValueFault(word, "") is null)
            : value.ValueKind == JsonValueKind.Array && Items is not null);

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new InvalidDataException($"The schema has a type that is not known here: {type}."),
    };

    private static bool AreEqual(JsonNode? wanted, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => wanted is JsonValue text && text.GetValueKind() == JsonValueKind.String && value.ValueEquals((string)text!),
        JsonValueKind.Null => wanted is null,
        _ => JsonNode.DeepEquals(wanted, JsonNode.Parse(value.GetRawText())),
    };

    private static string Shown(string path) => path.Length == 0 ? "the whole" : path[1..];

    private static string Excerpt(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();
}
