// A section with a fixed set of keys.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>A mapping whose keys are known; any other key is a problem.</summary>
internal sealed class SectionShape(params Setting[] settings) : Shape
{
    internal IReadOnlyList<Setting> Settings { get; } = settings;

    /// <inheritdoc/>
    internal override void Check(ConfigNode node, string path, LoadContext context)
    {
        if (node is not ConfigNode.Mapping mapping)
        {
            if (!node.IsNull)
            {
                context.Problems.Add(node.Line, path, $"must be a section of keys, not {node.Kind}");
                return;
            }

            mapping = new ConfigNode.Mapping(node.Line);
        }

        foreach (var (key, line, value) in mapping.Entries)
        {
            var setting = Settings.FirstOrDefault(known => string.Equals(known.Name, key, StringComparison.Ordinal));
            if (setting is null)
            {
                var near = Spelling.Nearest(key, Settings.Select(known => known.Name));
                context.Problems.Add(
                    line, ProblemList.Join(path, key), near is null ? "unknown key" : $"unknown key; did you mean '{near}'?");
            }
            else if (!value.IsNull || !setting.Required)
            {
                setting.Shape.Check(value, ProblemList.Join(path, key), context);
            }
        }

        foreach (var setting in Settings.Where(known => known.Required && mapping.Find(known.Name) is not { IsNull: false }))
        {
            context.Problems.Add(
                mapping.Find(setting.Name)?.Line ?? mapping.Line, ProblemList.Join(path, setting.Name), "this key is required");
        }
    }

    /// <inheritdoc/>
    internal override void WriteSchema(Utf8JsonWriter writer, bool optional)
    {
        // With a key that must be there nothing is not enough.
        WriteType(writer, "object", optional && !Settings.Any(setting => setting.Required));
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartObject("properties");
        foreach (var setting in Settings)
        {
            setting.WriteSchema(writer);
        }

        writer.WriteEndObject();
        if (Settings.Any(setting => setting.Required))
        {
            writer.WriteStartArray("required");
            foreach (var setting in Settings.Where(setting => setting.Required))
            {
                writer.WriteStringValue(setting.Name);
            }

            writer.WriteEndArray();
        }
    }
}
