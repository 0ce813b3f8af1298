// A part of the configuration that this version does not act on.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>
/// Takes only what says nothing (absent, zero, empty): a rule that is written down but not enforced would be worse than none.
/// </summary>
/// <param name="type">Its JSON type.</param>
/// <param name="instead">What to do instead of only removing it, where there is such a thing.</param>
internal sealed class UnbuiltShape(string type, string? instead = null) : Shape
{
    /// <inheritdoc/>
    internal override void Check(ConfigNode node, string path, LoadContext context)
    {
        var fits = type switch
        {
            "object" => node is ConfigNode.Mapping,
            "array" => node is ConfigNode.Sequence,
            _ => node is ConfigNode.Scalar,
        };
        if (!fits && !node.IsNull)
        {
            context.Problems.Add(node.Line, path, $"must be {Noun}, not {node.Kind}");
        }
        else if (!node.IsNothing)
        {
            context.Problems.Add(node.Line, path, Message("this key", instead));
        }
    }

    /// <inheritdoc/>
    internal override void WriteSchema(Utf8JsonWriter writer, bool optional)
    {
        if (type is "object" or "array")
        {
            WriteType(writer, type, optional);
            return;
        }

        // Every way to write nothing is good: 0, false, 0s, an empty text.
        writer.WriteStartArray("enum");
        writer.WriteNumberValue(0);
        writer.WriteBooleanValue(false);
        writer.WriteStringValue("");
        writer.WriteStringValue("0");
        writer.WriteStringValue("0.0");
        writer.WriteStringValue("0s");
        writer.WriteStringValue("false");
        writer.WriteNullValue();
        writer.WriteEndArray();
    }

    /// <summary>A key of a section or a list that is not there yet.</summary>
    internal static Setting Key(string name, string description, string type = "object") =>
        new(name, $"{description} Not available in this version.", new UnbuiltShape(type), type == "object" ? "{}" : "[]");

    /// <summary>What is said of a key or value that is not there yet.</summary>
    internal static string Message(string what, string? instead = null) =>
        $"{what} is not available in this version: {instead ?? "nothing enforces it yet; remove it"}";

    private string Noun => type switch
    {
        "object" => "a section of keys",
        "array" => "a list such as [a, b]",
        "boolean" => "true or false",
        _ => "a whole number",
    };
}
