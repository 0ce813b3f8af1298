// A small JSON Schema validator for the keywords the sampler obeys.
using System.Text.Json.Nodes;

namespace Router.Tests.Simulator;

internal static class SchemaCheck
{
    internal static bool Holds(JsonNode? schema, JsonNode? value, JsonNode root)
    {
        if (schema is not JsonObject rules)
        {
            return schema is null || (bool)schema;
        }

        return (rules["$ref"] is not { } reference || Holds(Find(root, (string)reference!), value, root))
            && (rules["anyOf"] is not JsonArray any || any.Any(option => Holds(option, value, root)))
            && (rules["allOf"] is not JsonArray all || all.All(option => Holds(option, value, root)))
            && (rules["enum"] is not JsonArray options || options.Any(option => JsonNode.DeepEquals(option, value)))
            && (!rules.ContainsKey("const") || JsonNode.DeepEquals(rules["const"], value))
            && HasType(rules["type"], value)
            && value switch
            {
                JsonObject members => ObjectHolds(rules, members, root),
                JsonArray items => ArrayHolds(rules, items, root),
                JsonValue scalar => ScalarHolds(rules, scalar),
                _ => true,
            };
    }

    private static bool HasType(JsonNode? type, JsonNode? value) => type switch
    {
        null => true,
        JsonArray names => names.Any(name => HasType(name, value)),
        _ => (string)type! switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "null" => value is null,
            "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
            "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
            "integer" => Number(value) is { } number && number == decimal.Truncate(number),
            _ => Number(value) is not null,
        },
    };

    private static bool ObjectHolds(JsonObject rules, JsonObject members, JsonNode root)
    {
        var properties = rules["properties"] as JsonObject;
        return (rules["required"] as JsonArray ?? []).All(name => members.ContainsKey((string)name!))
            && members.All(member => properties?[member.Key] is { } rule
                ? Holds(rule, member.Value, root)
                : rules["additionalProperties"] is null || Holds(rules["additionalProperties"], member.Value, root));
    }

    private static bool ArrayHolds(JsonObject rules, JsonArray items, JsonNode root)
    {
        var prefix = rules["prefixItems"] as JsonArray ?? [];
        return items.Count >= ((int?)rules["minItems"] ?? 0)
            && items.Count <= ((int?)rules["maxItems"] ?? int.MaxValue)
            && ((bool?)rules["uniqueItems"] != true || items.Select(item => item?.ToJsonString()).Distinct().Count() == items.Count)
            && items.Index().All(item => Holds(item.Index < prefix.Count ? prefix[item.Index] : rules["items"], item.Item, root));
    }

    private static bool ScalarHolds(JsonObject rules, JsonValue scalar)
    {
        if (Number(scalar) is { } number)
        {
            return (Number(rules["minimum"]) is not { } least || number >= least)
                && (Number(rules["maximum"]) is not { } most || number <= most)
                && (Number(rules["exclusiveMinimum"]) is not { } above || number > above)
                && (Number(rules["exclusiveMaximum"]) is not { } below || number < below)
                && (Number(rules["multipleOf"]) is not { } step || number % step == 0);
        }

        return scalar.GetValueKind() != System.Text.Json.JsonValueKind.String
            || (((string)scalar!).Length >= ((int?)rules["minLength"] ?? 0) && ((string)scalar!).Length <= ((int?)rules["maxLength"] ?? int.MaxValue));
    }

    private static decimal? Number(JsonNode? node) =>
        node?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? decimal.Parse(node.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private static JsonNode? Find(JsonNode root, string reference)
    {
        JsonNode? found = root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = found?[step];
        }

        return found;
    }
}
