// Judges a document by the part of JSON Schema that the product writes.
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Router.Configuration;

namespace Router.Tests.Configuration;

/// <summary>type, enum, const, pattern, bounds, lengths, items, properties, required, propertyNames, additionalProperties, anyOf.</summary>
internal static class SchemaCheck
{
    /// <summary>A YAML text as JSON, values without quotes read as editors read them.</summary>
    internal static JsonNode? Json(string yaml)
    {
        var problems = new ProblemList();
        return Json(YamlTree.Read(yaml, problems) ?? throw new InvalidOperationException(string.Join('\n', problems.Sorted())));
    }

    internal static List<string> Faults(JsonObject schema, JsonNode? value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    /// <summary>Every property of the schema, at every depth.</summary>
    internal static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonObject schema)
    {
        var own = schema["properties"] as JsonObject ?? [];
        var below = own.Select(property => property.Value)
            .Append(schema["items"]).Append(schema["additionalProperties"] as JsonObject).OfType<JsonObject>();
        return own.Concat(below.SelectMany(Properties));
    }

    /// <summary>A document with every property in it: its default, or something of its form.</summary>
    internal static JsonNode? Sample(JsonObject schema)
    {
        if (schema["properties"] is JsonObject properties)
        {
            return new JsonObject(properties.Select(property =>
                KeyValuePair.Create(property.Key, Named(property.Key) ?? Sample(property.Value!.AsObject()))));
        }

        if (schema["additionalProperties"] is JsonObject value && value.ContainsKey("properties"))
        {
            return new JsonObject { ["name"] = Sample(value) };
        }

        if (schema["items"] is JsonObject item && item.ContainsKey("properties"))
        {
            return new JsonArray(Sample(item));
        }

        return schema["default"]?.DeepClone();
    }

    // Keys without a default, or whose sample must name something else of the sample.
    private static JsonValue? Named(string key) => key switch
    {
        "base_url" => JsonValue.Create("simulator"),
        "provider" or "model" or "id" or "user" => JsonValue.Create("name"),
        "token_sha256" => JsonValue.Create($"${{{"HASH"}:-{Guid(key)}}}"),
        "auth" => JsonValue.Create("bearer"),
        "updated" => JsonValue.Create("2026-11-01"),
        _ => null,
    };

    private static int _counter;

    private static string Guid(string key) => TokenHash.Of($"{key}{_counter++}").ToString();

    private static void Check(JsonObject schema, JsonNode? value, string path, List<string> faults)
    {
        if (schema["anyOf"] is JsonArray any && !any.Any(choice => Faults(choice!.AsObject(), value).Count == 0))
        {
            faults.Add($"{path}: fits none of anyOf");
        }

        if (schema["type"] is { } type && !(type is JsonArray types ? types : [type.DeepClone()]).Any(name => IsOf(name!.GetValue<string>(), value)))
        {
            faults.Add($"{path}: is not {type.ToJsonString()}");
            return;
        }

        switch (value)
        {
            case JsonObject map:
                CheckObject(schema, map, path, faults);
                break;
            case JsonArray list:
                if (list.Count < (schema["minItems"]?.GetValue<int>() ?? 0))
                {
                    faults.Add($"{path}: too few");
                }

                for (var i = 0; schema["items"] is JsonObject item && i < list.Count; i++)
                {
                    Check(item, list[i], $"{path}[{i}]", faults);
                }

                break;
            case JsonValue scalar:
                CheckScalar(schema, scalar, path, faults);
                break;
        }
    }

    private static void CheckObject(JsonObject schema, JsonObject map, string path, List<string> faults)
    {
        var known = schema["properties"] as JsonObject ?? [];
        foreach (var required in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).Where(name => !map.ContainsKey(name)))
        {
            faults.Add($"{path}.{required}: missing");
        }

        foreach (var (name, value) in map)
        {
            if (schema["propertyNames"] is JsonObject names)
            {
                Check(names, JsonValue.Create(name), $"{path}.{name}", faults);
            }

            if (known[name] is JsonObject property)
            {
                Check(property, value, $"{path}.{name}", faults);
            }
            else if (schema["additionalProperties"] is JsonObject rest)
            {
                Check(rest, value, $"{path}.{name}", faults);
            }
            else if (schema["additionalProperties"] is JsonValue)
            {
                faults.Add($"{path}.{name}: unknown");
            }
        }
    }

    private static void CheckScalar(JsonObject schema, JsonValue value, string path, List<string> faults)
    {
        var text = value.ToString();
        var number = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        var isText = IsOf("string", value);
        if ((isText && schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.GetValue<string>()))
            || (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
            || (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
            || (isText && text.Length < (schema["minLength"]?.GetValue<int>() ?? 0))
            || (isText && text.Length > (schema["maxLength"]?.GetValue<int>() ?? int.MaxValue))
            || number < (schema["minimum"]?.GetValue<decimal>() ?? decimal.MinValue)
            || number > (schema["maximum"]?.GetValue<decimal>() ?? decimal.MaxValue))
        {
            faults.Add($"{path}: '{text}' breaks a constraint");
        }
    }

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() is System.Text.Json.JsonValueKind.String,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        "number" => value?.GetValueKind() is System.Text.Json.JsonValueKind.Number,
        "integer" => value?.GetValueKind() is System.Text.Json.JsonValueKind.Number && !value.ToString().Contains('.', StringComparison.Ordinal),
        _ => false,
    };

    private static JsonNode? Json(ConfigNode node) => node switch
    {
        ConfigNode.Mapping map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        ConfigNode.Sequence list => new JsonArray([.. list.Items.Select(Json)]),
        ConfigNode.Scalar { IsNull: true } => null,
        ConfigNode.Scalar { Plain: true, Raw: "true" or "false" } flag => JsonValue.Create(flag.Raw == "true"),
        ConfigNode.Scalar { Plain: true } scalar when long.TryParse(scalar.Raw, out var whole) => JsonValue.Create(whole),
        ConfigNode.Scalar { Plain: true } scalar when decimal.TryParse(scalar.Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        ConfigNode.Scalar scalar => JsonValue.Create(scalar.Raw),
        _ => null,
    };
}
