// The configuration described as JSON Schema.
using System.Text;
using System.Text.Json;

namespace Router.Configuration;

/// <summary>Prints the tables as JSON Schema 2020-12, for editors.</summary>
internal static class ConfigurationSchema
{
    /// <summary>The schema, indented, without a line end.</summary>
    internal static string Json()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("title", "router.yaml");
            writer.WriteString("description", "Configuration of the router. Values may hold ${NAME} or ${NAME:-default}.");
            RootTable.Shape.WriteSchema(writer, optional: true);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
