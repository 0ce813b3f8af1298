// The error envelope of Chat Completions, Responses and embeddings.
using System.Text.Json;

namespace Router.Tests.Conformance.Surfaces;

internal static class OpenAIEnvelope
{
    private static readonly string[] Members = ["code", "message", "param", "type"];

    /// <summary>The message when all four members are there and nothing else (mapping 5.1).</summary>
    public static string? MessageIn(JsonElement envelope) =>
        envelope.ValueKind == JsonValueKind.Object
        && envelope.EnumerateObject().Select(member => member.Name).SequenceEqual(["error"])
        && envelope.GetProperty("error") is { ValueKind: JsonValueKind.Object } error
        && error.EnumerateObject().Select(member => member.Name).Order().SequenceEqual(Members)
        && error.GetProperty("type").ValueKind == JsonValueKind.String
            ? error.GetProperty("message").GetString()
            : null;
}
