// The body of an error answer, in each dialect's own form.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.Inference;

namespace Router.Dialects;

/// <summary>Works for every dialect, also for one that the router cannot otherwise serve: a refusal always comes in the caller's form.</summary>
internal static class ErrorEnvelope
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON document.</summary>
    /// <param name="requestId">The router's id of the request; only Messages has a place for it in the body.</param>
    internal static void Write(Dialect dialect, IBufferWriter<byte> output, RouterError error, string requestId)
    {
        using var json = new Utf8JsonWriter(output, Plain);
        json.WriteStartObject();
        switch (dialect)
        {
            case Dialect.OpenAIChat or Dialect.OpenAIResponses:
                json.WriteStartObject("error"u8);
                json.WriteString("message"u8, error.Message);
                json.WriteString("type"u8, error.Code.OpenAIType);
                json.WriteString("param"u8, error.Param);
                json.WriteString("code"u8, error.Code.OpenAICode);
                json.WriteEndObject();
                break;
            case Dialect.AnthropicMessages:
                json.WriteString("type"u8, "error"u8);
                json.WriteStartObject("error"u8);
                json.WriteString("type"u8, error.Code.MessagesType);
                json.WriteString("message"u8, error.Message);
                if (error.MessagesDetail is not null)
                {
                    json.WriteStartObject("details"u8);
                    json.WriteString("error_code"u8, error.MessagesDetail);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteString("request_id"u8, requestId);
                break;
        }

        json.WriteEndObject();
    }
}
