// A folder of JSON schemas, one file for each root, compiled once.
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance.Schemas;

/// <summary>The closed schemas of the official clients' types: what the router makes must hold to them.</summary>
internal sealed class SchemaSet(string folder)
{
    /// <summary>
    /// What the mapping adds to the types: reasoning and sources that vendors and clients know without a type, free-form calls in streams,
    /// and the members of a response that a stricter specification wants (mapping 3.2).
    /// </summary>
    private static readonly (string Definition, string Member, string Schema)[] Additions =
    [
        ("ChatCompletionMessage", "reasoning_content", """{"type": "string"}"""),
        ("ChatCompletionChunk.Choice.Delta", "reasoning_content", """{"type": "string"}"""),
        ("ChatCompletionChunk.Choice.Delta", "annotations", """{"type": "array"}"""),
        ("ChatCompletionChunk.Choice.Delta.ToolCall", "type", """{"enum": ["function", "custom"]}"""),
        ("ChatCompletionChunk.Choice.Delta.ToolCall", "custom", """{"type": "object"}"""),
        ("Response", "max_tool_calls", """{"type": ["integer", "null"]}"""),
        ("Response", "store", """{"type": "boolean"}"""),
        ("Response", "presence_penalty", """{"type": "number"}"""),
        ("Response", "frequency_penalty", """{"type": "number"}"""),
    ];

    /// <summary>What the service takes and the types do not: an earlier answer of which the caller knows no id and no status.</summary>
    private static readonly (string Root, string Definition, string[] Optional) Loosened = ("OpenAIResponsesRequest", "ResponseOutputMessage", ["id", "status"]);

    private readonly ConcurrentDictionary<string, Lazy<SchemaNode>> _roots = new();
    private readonly ConcurrentDictionary<string, IReadOnlySet<string>> _members = new();

    /// <summary>Null when the value is valid, else where it is not and why.</summary>
    /// <param name="root">The name of a file without its ending.</param>
    /// <param name="value">What is to be valid.</param>
    public string? Fault(string root, JsonElement value) =>
        _roots.GetOrAdd(root, name => new Lazy<SchemaNode>(() => Load(name))).Value.Fault(value, "") is { } fault ? $"not valid as {root}: {fault}" : null;

    /// <summary>The names of all members that occur in a schema, at whatever place.</summary>
    public IReadOnlySet<string> MembersOf(string root) => _members.GetOrAdd(root, name => Members(JsonNode.Parse(File.ReadAllBytes(FileOf(name)))).ToHashSet());

    private static IEnumerable<string> Members(JsonNode? schema) => schema switch
    {
        JsonObject members => (members["properties"] as JsonObject ?? []).Select(member => member.Key).Concat(members.SelectMany(member => Members(member.Value))),
        JsonArray items => items.SelectMany(Members),
        _ => [],
    };

    private string FileOf(string root) => Path.Combine(folder, root + ".schema.json");

    private SchemaNode Load(string root)
    {
        var document = JsonNode.Parse(File.ReadAllBytes(FileOf(root)))!.AsObject();
        foreach (var (definition, member, schema) in Additions)
        {
            if (document["definitions"]?[definition]?["properties"] is JsonObject members)
            {
                members[member] = JsonNode.Parse(schema);
            }
        }

        if (root == Loosened.Root && document["definitions"]?[Loosened.Definition]?["required"] is JsonArray required)
        {
            required.RemoveAll(name => Loosened.Optional.Contains((string?)name));
        }

        return new SchemaCompiler(document).Root;
    }
}
