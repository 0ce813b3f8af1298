// A section whose keys are names that the operator chooses.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>A mapping of name → <paramref name="value"/>; every name must be one that <paramref name="name"/> takes.</summary>
/// <param name="comparer">Which names are one; by default those that are written alike.</param>
internal sealed class MapShape(ValueShape name, Shape value, StringComparer? comparer = null) : Shape
{
    /// <inheritdoc/>
    internal override void Check(ConfigNode node, string path, LoadContext context)
    {
        if (node is not ConfigNode.Mapping mapping)
        {
            if (!node.IsNull)
            {
                context.Problems.Add(node.Line, path, $"must be a section of name: value, not {node.Kind}");
            }

            return;
        }

        var names = new UniqueNames(context.Problems, "name", comparer);
        foreach (var entry in mapping.Entries)
        {
            var below = ProblemList.Join(path, entry.Key);
            names.Add(entry.Key, entry.Line, below);
            if (name.Fault(entry.Key, context) is { } fault)
            {
                context.Problems.Add(entry.Line, below, $"the name {fault}");
            }

            value.Check(entry.Value, below, context);
        }
    }

    /// <inheritdoc/>
    internal override void WriteSchema(Utf8JsonWriter writer, bool optional)
    {
        WriteType(writer, "object", optional);
        writer.WriteStartObject("propertyNames");
        name.WriteNameSchema(writer);
        writer.WriteEndObject();
        writer.WriteStartObject("additionalProperties");
        value.WriteSchema(writer, optional: true);
        writer.WriteEndObject();
    }
}
