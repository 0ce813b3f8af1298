// The keys of the configuration as tables, from its own schema.
using System.Text;
using System.Text.Json.Nodes;
using Router.Configuration;

namespace Router.Tests.Admin;

internal static class ConfigurationKeys
{
    /// <summary>A heading and a table for each section.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        foreach (var (name, section) in JsonNode.Parse(ConfigurationSchema.Json())!["properties"]!.AsObject())
        {
            text.Append("\n### ").Append(name).Append("\n\n").Append(section!["description"]!.GetValue<string>()).Append("\n\n| key | default | what |\n| --- | --- | --- |\n");
            AppendChildren(text, "", section);
        }

        return text.ToString();
    }

    /// <summary>The rows below a node: a section's keys, or those of the entries of a map or a list.</summary>
    private static void AppendChildren(StringBuilder text, string prefix, JsonNode node)
    {
        foreach (var (name, key) in node["properties"]?.AsObject() ?? [])
        {
            AppendKey(text, prefix + name, key!, node["required"]?.AsArray().Any(required => required!.GetValue<string>() == name) == true);
        }

        if (node["additionalProperties"] is JsonObject entry)
        {
            AppendChildren(text, prefix + "NAME.", entry);
        }

        if (node["items"] is JsonObject item)
        {
            AppendChildren(text, prefix.TrimEnd('.') + "[].", item);
        }
    }

    private static void AppendKey(StringBuilder text, string path, JsonNode key, bool required)
    {
        // A section is what its keys are; one without keys of its own is a value.
        var before = text.Length;
        AppendChildren(text, path + ".", key);
        if (text.Length > before)
        {
            return;
        }

        var choices = (key["items"] ?? key)["anyOf"]?[0]!["enum"]?.AsArray().Select(choice => $"`{choice!.GetValue<string>()}`").ToArray() ?? [];
        text.Append("| `").Append(path).Append("` | ").Append(required ? "required" : Default(key["default"])).Append(" | ")
            .Append(key["description"]!.GetValue<string>().Replace("|", "\\|", StringComparison.Ordinal))
            .Append(choices.Length > 1 ? $" One of {string.Join(", ", choices)}." : "").Append(" |\n");
    }

    private static string Default(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => list.Count == 0 ? "`[]`" : $"`[{string.Join(", ", list.Select(item => item!.ToString()))}]`",
        JsonObject => "`{}`",
        _ when value.ToString().Length == 0 => "",
        _ => $"`{value}`",
    };
}
