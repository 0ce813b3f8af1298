// The error envelope of Messages and its counts, which is also the event that ends a failed stream.
using System.Text.Json;

namespace Router.Tests.Conformance.Surfaces;

internal static class AnthropicEnvelope
{
    private static readonly string[] Members = ["error", "request_id", "type"];

    /// <summary>The message when all members are there and the id is the request's (mapping 5.1).</summary>
    public static string? MessageIn(JsonElement envelope, string requestId) =>
        envelope.ValueKind == JsonValueKind.Object
        && envelope.EnumerateObject().Select(member => member.Name).Order().SequenceEqual(Members)
        && envelope.GetProperty("type").ValueEquals("error")
        && envelope.GetProperty("request_id").ValueEquals(requestId)
        && envelope.GetProperty("error") is { ValueKind: JsonValueKind.Object } error
        && error.EnumerateObject().Select(member => member.Name).Order().SequenceEqual(["message", "type"])
            ? error.GetProperty("message").GetString()
            : null;

    /// <summary>The type that the error of an upstream with this status has (mapping 5.1).</summary>
    public static string TypeOf(int status) => status switch { 404 => "not_found_error", 413 => "request_too_large", _ => "invalid_request_error" };
}
