// One key of the configuration.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>A key with its meaning, its shape and its default.</summary>
/// <param name="Name">The key.</param>
/// <param name="Description">One sentence for operators and editors, with the unit and the range where there is one.</param>
/// <param name="Shape">What may stand there.</param>
/// <param name="Default">The default as it would be written in the file; null when there is none (see <paramref name="Required"/>).</param>
/// <param name="Required">True when the key must be there.</param>
internal sealed record Setting(string Name, string Description, Shape Shape, string? Default = null, bool Required = false)
{
    /// <summary>The default as a node, or null.</summary>
    internal ConfigNode? DefaultNode()
    {
        if (Default is null)
        {
            return null;
        }

        var problems = new ProblemList();
        return YamlTree.Read($"default: {Default}\n", problems)?.Find("default")
            ?? throw new InvalidOperationException($"the default of {Name} is not YAML");
    }

    internal void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Name);
        writer.WriteString("description", Description);
        Shape.WriteSchema(writer, optional: !Required);
        if (DefaultNode() is { } node)
        {
            writer.WritePropertyName("default");
            WriteJson(writer, node);
        }

        writer.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter writer, ConfigNode node)
    {
        switch (node)
        {
            case ConfigNode.Mapping mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    WriteJson(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case ConfigNode.Sequence sequence:
                writer.WriteStartArray();
                sequence.Items.ForEach(item => WriteJson(writer, item));
                writer.WriteEndArray();
                break;
            case ConfigNode.Scalar { Plain: true, Raw: "true" or "false" } flag:
                writer.WriteBooleanValue(flag.Raw == "true");
                break;
            case ConfigNode.Scalar { Plain: true } number when long.TryParse(number.Raw, out var value):
                writer.WriteNumberValue(value);
                break;
            case ConfigNode.Scalar scalar:
                writer.WriteStringValue(scalar.Raw);
                break;
        }
    }
}
