// The event that ends a Responses stream which failed.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// <c>response.failed</c> with a whole response object (mapping 3.2, 5.2). Where nothing of the stream went out before it,
/// <c>response.created</c> comes first: the official clients refuse a stream that begins otherwise.
/// </summary>
internal static class ResponsesFailure
{
    /// <summary>The code of the published list for whatever it has no other for.</summary>
    internal const string ServerError = "server_error";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="id">The response's id as the stream told it, in quotes; empty when it told none.</param>
    /// <param name="model">The response's model likewise.</param>
    /// <param name="createdAt">Unix seconds; 0 when the stream told none.</param>
    /// <param name="sequence">The number of events that went before.</param>
    internal static void Write(
        IBufferWriter<byte> output, RouterError error, in StreamFailure failure, byte[] id, byte[] model, long createdAt, long sequence) => Write(
            output, error.Code == ErrorCode.UpstreamRateLimited ? "rate_limit_exceeded" : ServerError, error.Message, failure, id, model, createdAt, sequence);

    /// <inheritdoc cref="Write(IBufferWriter{byte}, RouterError, in StreamFailure, byte[], byte[], long, long)"/>
    /// <param name="code">One that the dialect's clients know.</param>
    internal static void Write(
        IBufferWriter<byte> output, string code, string message, in StreamFailure failure, byte[] id, byte[] model, long createdAt, long sequence)
    {
        if (sequence == 0)
        {
            WriteEvent(output, "response.created"u8, null, failure, id, model, createdAt, sequence++);
        }

        WriteEvent(output, "response.failed"u8, (code, message), failure, id, model, createdAt, sequence);
    }

    private static void WriteEvent(
        IBufferWriter<byte> output, ReadOnlySpan<byte> type, (string Code, string Message)? error, in StreamFailure failure,
        byte[] id, byte[] model, long createdAt, long sequence)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, Plain))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteStartObject("response"u8);
            json.WritePropertyName("id"u8);
            if (id.Length > 0)
            {
                json.WriteRawValue(id, skipInputValidation: true);
            }
            else
            {
                json.WriteStringValue("resp_" + failure.RequestId["req_".Length..]);
            }

            json.WriteString("object"u8, "response"u8);
            json.WriteNumber("created_at"u8, createdAt > 0 ? createdAt : failure.UnixSeconds);
            json.WriteString("status"u8, error is null ? "in_progress"u8 : "failed"u8);
            WriteError(json, error);
            json.WritePropertyName("model"u8);
            if (model.Length > 0)
            {
                json.WriteRawValue(model, skipInputValidation: true);
            }
            else
            {
                json.WriteStringValue(failure.Model);
            }

            WriteRest(json);
            json.WriteEndObject();
            json.WriteNumber("sequence_number"u8, sequence);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    private static void WriteError(Utf8JsonWriter json, (string Code, string Message)? error)
    {
        if (error is not { } told)
        {
            json.WriteNull("error"u8);
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, told.Code);
        json.WriteString("message"u8, told.Message);
        json.WriteEndObject();
    }

    /// <summary>
    /// The members that the dialect requires and of which a failed answer has nothing to say, at the service's defaults: Open Responses
    /// allows no null for the numbers.
    /// </summary>
    private static void WriteRest(Utf8JsonWriter json)
    {
        foreach (var name in (ReadOnlySpan<string>)[
            "completed_at", "incomplete_details", "instructions", "max_output_tokens", "max_tool_calls", "previous_response_id",
            "prompt_cache_key", "reasoning", "safety_identifier", "usage"])
        {
            json.WriteNull(name);
        }

        json.WriteBoolean("background"u8, false);
        json.WriteNumber("frequency_penalty"u8, 0);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteStartArray("output"u8);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, true);
        json.WriteNumber("presence_penalty"u8, 0);
        json.WriteString("service_tier"u8, "default"u8);
        json.WriteBoolean("store"u8, false);
        json.WriteNumber("temperature"u8, 1);
        json.WriteStartObject("text"u8);
        json.WriteStartObject("format"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("tool_choice"u8, "auto"u8);
        json.WriteStartArray("tools"u8);
        json.WriteEndArray();
        json.WriteNumber("top_logprobs"u8, 0);
        json.WriteNumber("top_p"u8, 1);
        json.WriteString("truncation"u8, "disabled"u8);
    }
}
