// Compiles one JSON schema document of draft 7, as far as the generated schemas use the draft.
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance.Schemas;

/// <summary>A keyword that is not known fails: a rule that nobody checks would let everything pass.</summary>
internal sealed class SchemaCompiler
{
    private const string ReferencePrefix = "#/definitions/";

    private readonly JsonObject _definitions;
    private readonly Dictionary<string, SchemaNode> _compiled = [];

    public SchemaCompiler(JsonObject document)
    {
        _definitions = document["definitions"] as JsonObject ?? [];
        Root = Compile(document);
    }

    public SchemaNode Root { get; }

    private SchemaNode Compile(JsonNode? schema)
    {
        if (schema is JsonObject { } members && members["$ref"] is { } reference)
        {
            return Resolve((string)reference!);
        }

        var node = new SchemaNode();
        Fill(node, schema);
        return node;
    }

    private SchemaNode Resolve(string reference)
    {
        var name = Uri.UnescapeDataString(reference[ReferencePrefix.Length..]);
        if (!_compiled.TryGetValue(name, out var node))
        {
            // Known before it is filled: definitions name one another in circles.
            _compiled[name] = node = new SchemaNode();
            Fill(node, _definitions[name] ?? throw new InvalidDataException($"The schema has no definition {name}."));
        }

        return node;
    }

    private void Fill(SchemaNode node, JsonNode? schema)
    {
        if (schema is JsonValue flag)
        {
            node.Never = !(bool)flag;
            return;
        }

        foreach (var (keyword, value) in schema!.AsObject())
        {
            switch (keyword)
            {
                case "$schema" or "definitions":
                    break;
                case "$ref":
                    node.AllOf.Add(Resolve((string)value!));
                    break;
                case "type":
                    node.Types = value is JsonArray types ? [.. types.Select(type => (string)type!)] : [(string)value!];
                    break;
                case "const":
                    node.Values = [value];
                    break;
                case "enum":
                    node.Values = [.. value!.AsArray()];
                    break;
                case "properties":
                    node.Members = value!.AsObject().ToDictionary(member => member.Key, member => Compile(member.Value));
                    break;
                case "required":
                    node.Required = [.. value!.AsArray().Select(name => (string)name!)];
                    break;
                case "additionalProperties":
                    node.OtherMembers = Compile(value);
                    break;
                case "items":
                    node.Items = Compile(value);
                    break;
                case "anyOf":
                    node.AnyOf = [.. value!.AsArray().Select(Compile)];
                    break;
                case "minimum":
                    node.Minimum = (double)value!;
                    break;
                case "maximum":
                    node.Maximum = (double)value!;
                    break;
                default:
                    throw new InvalidDataException($"The schema has a keyword that is not known here: {keyword}.");
            }
        }
    }
}
