// Makes a JSON value that obeys a JSON Schema.
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Router.Simulator;

/// <summary>
/// Deterministic: the same schema gives the same value. Obeyed: type, const, enum, properties, required, items,
/// prefixItems, minItems, maxItems, uniqueItems, local $ref, anyOf, oneOf and allOf (of objects), and those of
/// <see cref="ScalarSampler"/>. Optional properties are left out, so that recursive schemas end; of one that asks for more than
/// <see cref="MostCharacters"/> all the same the rest is left out.
/// </summary>
internal sealed class SchemaSampler
{
    /// <summary>About as much as a model says at the most: a few bytes of schema can ask for more than any machine has.</summary>
    internal const int MostCharacters = 1 << 18;

    /// <summary>Bytes of schema that are looked through: each look may go through all of it, and there are many.</summary>
    private const long MostLooked = 1 << 28;

    private const int DepthToEndAt = 6;
    private const int DeepestLevel = 40;

    private readonly JsonElement _root;
    private readonly Utf8JsonWriter _json;
    private readonly KnownProperty? _known;
    private readonly int _size;
    private long _looked;

    private SchemaSampler(JsonElement root, Utf8JsonWriter json, KnownProperty? known)
    {
        _root = root;
        _json = json;
        _known = known;
        _size = JsonMarshal.GetRawUtf8Value(root).Length;
    }

    /// <summary>Writes the value of a top-level property itself and answers true, or leaves it to the sampler.</summary>
    internal delegate bool KnownProperty(string name, JsonElement schema, Utf8JsonWriter json);

    /// <param name="schema">The schema; also where a <c>$ref</c> is looked up.</param>
    /// <param name="known">Properties whose value is known better; each that the schema has is written, required or not.</param>
    internal static string Sample(JsonElement schema, KnownProperty? known = null) =>
        JsonText.Write(json => new SchemaSampler(schema, json, known).Write(schema, 0, 0));

    private bool IsFull => _json.BytesCommitted + _json.BytesPending > MostCharacters || _looked > MostLooked;

    private void Write(JsonElement schema, int depth, int ordinal)
    {
        schema = Resolve(schema, depth);
        if (depth > DeepestLevel || schema.ValueKind == JsonValueKind.False)
        {
            _json.WriteNullValue();
            return;
        }

        // Written out, since a const may be null, which Member reads as absent.
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("const", out var constant))
        {
            constant.WriteTo(_json);
            return;
        }

        if (schema.Member("enum") is { ValueKind: JsonValueKind.Array } options && options.GetArrayLength() > 0)
        {
            options[ordinal % options.GetArrayLength()].WriteTo(_json);
            return;
        }

        switch (TypeOf(schema, depth))
        {
            case "object":
                WriteObject(schema, depth, ordinal);
                break;
            case "array":
                WriteArray(schema, depth);
                break;
            case var scalar:
                ScalarSampler.Write(_json, scalar, schema, ordinal);
                break;
        }
    }

    private void WriteObject(JsonElement schema, int depth, int ordinal)
    {
        _json.WriteStartObject();
        var written = new HashSet<string>(StringComparer.Ordinal);
        WriteProperties(schema, schema, depth, ordinal, written);
        foreach (var part in schema.Member("allOf").Items().Concat(Alternatives(schema).Items().Take(1)).TakeWhile(_ => !IsFull))
        {
            WriteProperties(Resolve(part, depth), schema, depth, ordinal, written);
        }

        _json.WriteEndObject();
    }

    /// <param name="schema">Says which properties are required.</param>
    /// <param name="whole">Declares those that <paramref name="schema"/> does not.</param>
    private void WriteProperties(JsonElement schema, JsonElement whole, int depth, int ordinal, HashSet<string> written)
    {
        var properties = schema.Member("properties");
        if (depth == 0 && _known is not null && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                WriteKnown(property.Name, property.Value, written);
            }
        }

        foreach (var required in schema.Member("required").Items().TakeWhile(_ => !IsFull))
        {
            if (required.AsText() is { } name && written.Add(name))
            {
                var declared = properties.Member(name).IsPresent() ? properties.Member(name) : whole.Member("properties").Member(name);
                _json.WritePropertyName(name);
                Write(declared.IsPresent() ? declared : schema.Member("additionalProperties"), depth + 1, ordinal);
            }
        }
    }

    private void WriteKnown(string name, JsonElement schema, HashSet<string> written)
    {
        var value = default(string);
        var isKnown = false;
        value = JsonText.Write(json =>
        {
            isKnown = _known!(name, Resolve(schema, 0), json);
            if (!isKnown)
            {
                json.WriteNullValue();
            }
        });
        if (isKnown && written.Add(name))
        {
            _json.WritePropertyName(name);
            _json.WriteRawValue(value);
        }
    }

    private void WriteArray(JsonElement schema, int depth)
    {
        var least = schema.MemberCount("minItems") ?? 0;
        var most = schema.MemberCount("maxItems") ?? int.MaxValue;
        var count = Math.Min(most, Math.Max(least, depth < DepthToEndAt ? 1 : 0));
        var prefix = schema.Member("prefixItems").Items().ToList();
        if (schema.Member("items").ValueKind == JsonValueKind.False)
        {
            count = Math.Min(count, prefix.Count);
        }

        _json.WriteStartArray();
        for (var index = 0; index < count && !IsFull; index++)
        {
            Write(index < prefix.Count ? prefix[index] : schema.Member("items"), depth + 1, index);
        }

        _json.WriteEndArray();
    }

    /// <summary>Follows references and takes the first alternative; deep down, one that ends the recursion.</summary>
    private JsonElement Resolve(JsonElement schema, int depth)
    {
        for (var hops = 0; hops < DeepestLevel; hops++)
        {
            _looked += _size;
            if (schema.MemberText("$ref") is { } reference)
            {
                schema = Find(reference);
                continue;
            }

            // Beside properties an alternative is a part of the object, not the whole of it.
            var alternatives = Alternatives(schema);
            if (alternatives.ValueKind == JsonValueKind.Array && alternatives.GetArrayLength() > 0 && !schema.Member("properties").IsPresent())
            {
                schema = depth < DepthToEndAt ? alternatives[0] : Shallowest(alternatives);
                continue;
            }

            if (schema.Member("allOf") is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() == 1 && !schema.Member("type").IsPresent())
            {
                schema = all[0];
                continue;
            }

            return schema;
        }

        return schema;
    }

    private static JsonElement Alternatives(JsonElement schema) =>
        schema.Member("anyOf").IsPresent() ? schema.Member("anyOf") : schema.Member("oneOf");

    private static JsonElement Shallowest(JsonElement alternatives)
    {
        foreach (var alternative in alternatives.EnumerateArray())
        {
            if (alternative.MemberText("type") is { } type && type is not ("object" or "array"))
            {
                return alternative;
            }
        }

        return alternatives[alternatives.GetArrayLength() - 1];
    }

    /// <summary>A JSON pointer into the root: <c>#</c>, <c>#/$defs/x</c>; anything else allows every value.</summary>
    private JsonElement Find(string reference)
    {
        var found = _root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = found.Member(Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return found;
    }

    private static string TypeOf(JsonElement schema, int depth)
    {
        var type = schema.Member("type");
        if (type.AsText() is { } single)
        {
            return single;
        }

        if (type.ValueKind == JsonValueKind.Array && type.GetArrayLength() > 0)
        {
            var names = type.EnumerateArray().Select(item => item.AsText() ?? "null").ToList();
            return depth >= DepthToEndAt && names.Contains("null") ? "null" : names[0];
        }

        if (schema.Member("properties").IsPresent() || schema.Member("required").IsPresent() || schema.Member("allOf").IsPresent())
        {
            return "object";
        }

        return schema.Member("items").IsPresent() || schema.Member("minItems").IsPresent() ? "array" : InferScalar(schema);
    }

    private static string InferScalar(JsonElement schema) =>
        schema.Member("minimum").IsPresent() || schema.Member("maximum").IsPresent() || schema.Member("multipleOf").IsPresent() ? "number" : "string";
}
