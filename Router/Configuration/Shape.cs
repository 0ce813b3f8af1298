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
    internal abstract void WriteSchema(Utf8JsonWriter writer);
}
