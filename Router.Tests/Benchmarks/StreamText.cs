// The text that the events of a stream carry, in any dialect.
using System.Text.Json;

namespace Router.Tests.Benchmarks;

internal static class StreamText
{
    /// <summary>The events of a stream's body, each without its blank line.</summary>
    public static string[] Events(string body) => body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The piece of text that an event brings; empty when it brings none.</summary>
    public static string Of(string text)
    {
        var data = text[(text.IndexOf("data: ", StringComparison.Ordinal) + 6)..];
        if (!data.StartsWith('{'))
        {
            return "";
        }

        using var document = JsonDocument.Parse(data);
        var root = document.RootElement;
        return root.TryGetProperty("choices", out var choices)
            ? choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString()! : ""
            : root.TryGetProperty("delta", out var delta)
            ? delta.ValueKind == JsonValueKind.String ? delta.GetString()! : delta.TryGetProperty("text", out var piece) ? piece.GetString()! : ""
            : "";
    }
}
