// Reads JSON that may be none.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance;

internal static class JsonText
{
    /// <summary>Null when the text is not one whole JSON value, or is <c>null</c>.</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Parse"/>
    public static JsonDocument? Document(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Parse"/>
    public static JsonDocument? Document(string text) => Document(System.Text.Encoding.UTF8.GetBytes(text));
}
