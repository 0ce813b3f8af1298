// Reads a folder of recordings: index.json, expected.json, DIALECT/ID.json and DIALECT/ID.sse.
using System.Text;
using System.Text.Json;

namespace Router.Tests.Conformance;

internal static class RecordingFolder
{
    /// <exception cref="IOException">The folder or one of its files is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not of the layout.</exception>
    public static IReadOnlyList<Recording> Read(string folder)
    {
        try
        {
            using var index = Parse(Path.Combine(folder, "index.json"));
            using var expected = Parse(Path.Combine(folder, "expected.json"));
            return [.. index.RootElement.EnumerateArray().Select(entry => ReadOne(folder, entry, expected.RootElement))];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{folder} does not hold recordings: {error.Message}", error);
        }
    }

    private static Recording ReadOne(string folder, JsonElement entry, JsonElement expected)
    {
        var id = Text(entry, "id");
        var dialect = Text(entry, "dialect");
        using var exchange = Parse(Path.Combine(folder, dialect, id + ".json"));
        var request = exchange.RootElement.GetProperty("request");
        var response = exchange.RootElement.GetProperty("response");
        var headers = response.GetProperty("headers").EnumerateObject()
            .Select(header => (header.Name, Value: header.Value.ToString()))
            .Where(header => !header.Name.Equals("content-length", StringComparison.OrdinalIgnoreCase));
        return new Recording(
            id,
            dialect,
            entry.GetProperty("stream").GetBoolean(),
            request.ValueKind == JsonValueKind.Object ? Bytes(request.GetProperty("body")) : null,
            response.GetProperty("status").GetInt32(),
            [.. headers],
            BodyOf(response, Path.Combine(folder, dialect)),
            expected.TryGetProperty(id, out var reading) ? reading.Clone() : null);
    }

    private static byte[] BodyOf(JsonElement response, string folder) =>
        response.TryGetProperty("sse_file", out var file) ? File.ReadAllBytes(Path.Combine(folder, file.GetString()!))
        : response.TryGetProperty("body_text", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!)
        : Bytes(response.GetProperty("body"));

    private static byte[] Bytes(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static JsonDocument Parse(string file) => JsonDocument.Parse(File.ReadAllBytes(file));
}
