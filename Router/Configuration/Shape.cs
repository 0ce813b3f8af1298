// What may stand at one place of the configuration.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>
/// Checks a node of the file and describes itself as JSON Schema; both come from the same declaration, so that what the loader
/// accepts and what editors are told cannot drift.
/// </summary>
internal abstract class Shape
{
    /// <summary>Adds every problem of <paramref name="node"/>, and leaves the parsed values in it.</summary>
    internal abstract void Check(ConfigNode node, string path, LoadContext context);

    /// <summary>Writes the members of the schema object (its braces and the description are the caller's).</summary>
    /// <param name="optional">What says nothing (<c>~</c>, or nothing at all) may stand there.</param>
    internal abstract void WriteSchema(Utf8JsonWriter writer, bool optional);

    /// <summary><c>type</c>, and null beside it where nothing may stand.</summary>
    protected static void WriteType(Utf8JsonWriter writer, string type, bool optional)
    {
        writer.WriteStartArray("type");
        writer.WriteStringValue(type);
        if (optional)
        {
            writer.WriteStringValue("null");
        }

        writer.WriteEndArray();
    }
}
