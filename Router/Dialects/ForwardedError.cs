// An upstream's refusal of the request itself, in the caller's envelope.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// For a caller of another dialect than the upstream's (mapping 5.1): the type is the status's, the message keeps the upstream's words,
/// which clients match to recover.
/// </summary>
internal static class ForwardedError
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(IBufferWriter<byte> output, Dialect caller, int status, UpstreamErrorFacts facts, string requestId)
    {
        var isTooLong = ContextLength.Is(facts);
        var message = MessageOf(status, facts);
        using var json = new Utf8JsonWriter(output, Plain);
        json.WriteStartObject();
        if (caller == Dialect.AnthropicMessages)
        {
            json.WriteString("type"u8, "error"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, status switch { 404 => "not_found_error", 413 => "request_too_large", _ => "invalid_request_error" });
            json.WriteString("message"u8, isTooLong ? ContextLength.InMessagesWords(message) : message);
            json.WriteEndObject();
            json.WriteString("request_id"u8, requestId);
        }
        else
        {
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, message);
            json.WriteString("type"u8, "invalid_request_error"u8);
            json.WriteString("param"u8, facts.Param);
            json.WriteString("code"u8, CodeOf(status, facts));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The code of OpenAI's dialects; null when there is none.</summary>
    internal static string? CodeOf(int status, UpstreamErrorFacts facts) =>
        ContextLength.Is(facts) ? "context_length_exceeded"
        : status == 404 ? "model_not_found"
        : facts.Code ?? (IsFiltered(facts) ? "content_filter" : null);

    /// <summary>The upstream's words, or some where it had none.</summary>
    internal static string MessageOf(int status, UpstreamErrorFacts facts) =>
        facts.Message ?? $"The provider refused the request (status {status}).";

    /// <summary>A Messages service has no code for it, only these words.</summary>
    private static bool IsFiltered(UpstreamErrorFacts facts) =>
        facts.Message is { } message && message.Contains("blocked by content filtering policy", StringComparison.OrdinalIgnoreCase);
}
