// Writes an answer in Messages.
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

internal sealed class MessagesWriter(Script script) : IAnswerWriter
{
    private readonly FrameBuffer _frames = new();

    private string StopReason => script.End switch
    {
        ScriptEnd.Stop => "end_turn",
        ScriptEnd.StopSequence => "stop_sequence",
        ScriptEnd.Length => "max_tokens",
        ScriptEnd.ToolCalls => "tool_use",
        ScriptEnd.Filter or ScriptEnd.Refusal => "refusal",
    };

    /// <summary>The parts that are blocks; a refusal is told by the stop reason alone.</summary>
    private IEnumerable<ScriptPart> Blocks => script.Parts.Where(part => part is not ScriptPart.Refusal);

    public void WriteBody(Utf8JsonWriter json)
    {
        WriteHead(json);
        json.WriteStartArray("content");
        foreach (var part in Blocks)
        {
            WriteBlock(json, part, isWhole: true);
        }

        json.WriteEndArray();
        WriteStop(json);
        WriteUsage(json, script.OutputTokens, isWhole: true);
        json.WriteEndObject();
    }

    public IEnumerable<Frame> Stream()
    {
        var json = Begin("message_start");
        json.WritePropertyName("message");
        WriteHead(json);
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        WriteUsage(json, script.Usage.IsEmpty ? 0 : 1, isWhole: true);
        json.WriteEndObject();
        yield return End(FrameKind.Frame);

        Begin("ping");
        yield return End(FrameKind.Frame);

        var index = 0;
        foreach (var part in Blocks)
        {
            foreach (var frame in Block(part, index++))
            {
                yield return frame;
            }
        }

        json = Begin("message_delta");
        json.WriteStartObject("delta");
        WriteStop(json);
        json.WriteEndObject();
        WriteUsage(json, script.OutputTokens, isWhole: false);
        yield return End(FrameKind.End);

        Begin("message_stop");
        yield return End(FrameKind.End);
    }

    public IEnumerable<Frame> Failure(SimulatedError error, string requestId)
    {
        // The real service's usual trouble in the middle of a stream is being overloaded.
        ErrorBody.Write(_frames.Begin("error"), Dialect.AnthropicMessages, error with { Status = 529 }, requestId);
        yield return _frames.End(FrameKind.End);
    }

    public void Dispose() => _frames.Dispose();

    private IEnumerable<Frame> Block(ScriptPart part, int index)
    {
        var json = Begin("content_block_start");
        json.WriteNumber("index", index);
        json.WritePropertyName("content_block");
        WriteBlock(json, part, isWhole: false);
        yield return End(FrameKind.Frame);

        var (kind, member, text) = part switch
        {
            ScriptPart.Reasoning reasoning => ("thinking_delta", "thinking", reasoning.Shown),
            ScriptPart.Text plain => ("text_delta", "text", plain.Value),
            ScriptPart.ToolCall call => ("input_json_delta", "partial_json", call.Arguments),
            _ => throw new InvalidOperationException("A script has no other parts."),
        };
        foreach (var piece in script.Pieces(text))
        {
            yield return Delta(index, kind, member, piece, FrameKind.Content);
        }

        if (part is ScriptPart.Reasoning signed)
        {
            yield return Delta(index, "signature_delta", "signature", signed.Signature, FrameKind.Frame);
        }

        json = Begin("content_block_stop");
        json.WriteNumber("index", index);
        yield return End(FrameKind.Frame);
    }

    private Frame Delta(int index, string kind, string member, string piece, FrameKind frame)
    {
        var json = Begin("content_block_delta");
        json.WriteNumber("index", index);
        json.WriteStartObject("delta");
        json.WriteString("type", kind);
        json.WriteString(member, piece);
        json.WriteEndObject();
        return End(frame);
    }

    private Utf8JsonWriter Begin(string type)
    {
        var json = _frames.Begin(type);
        json.WriteStartObject();
        json.WriteString("type", type);
        return json;
    }

    private Frame End(FrameKind kind)
    {
        _frames.Json.WriteEndObject();
        return _frames.End(kind);
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", "msg_" + script.Seed);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", script.Request.Model);
    }

    private void WriteStop(Utf8JsonWriter json)
    {
        json.WriteString("stop_reason", StopReason);
        json.WriteString("stop_sequence", script.StopSequence);
        if (script.End is ScriptEnd.Refusal or ScriptEnd.Filter)
        {
            json.WriteStartObject("stop_details");
            json.WriteString("type", "refusal");
            json.WriteNull("category");
            json.WriteString("explanation", script.End == ScriptEnd.Refusal ? TextScript.Refusal : null);
            json.WriteEndObject();
        }
    }

    private static void WriteBlock(Utf8JsonWriter json, ScriptPart part, bool isWhole)
    {
        json.WriteStartObject();
        switch (part)
        {
            case ScriptPart.Reasoning reasoning:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", isWhole ? reasoning.Shown : "");
                json.WriteString("signature", isWhole ? reasoning.Signature : "");
                break;
            case ScriptPart.ToolCall call:
                json.WriteString("type", "tool_use");
                json.WriteString("id", call.Id);
                json.WriteString("name", call.Tool.Name);
                json.WritePropertyName("input");

                // Not read again: that would bound how deep it may be.
                json.WriteRawValue(isWhole ? call.Arguments : "{}", skipInputValidation: true);
                json.WriteStartObject("caller");
                json.WriteString("type", "direct");
                json.WriteEndObject();
                break;
            case ScriptPart.Text text:
                json.WriteString("type", "text");
                json.WriteString("text", isWhole ? text.Value : "");
                break;
        }

        json.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter json, long output, bool isWhole)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", script.Usage.Input ?? 0);
        json.WriteNumber("cache_creation_input_tokens", script.CacheWrite);
        json.WriteNumber("cache_read_input_tokens", script.CacheRead);
        if (isWhole)
        {
            json.WriteStartObject("cache_creation");
            json.WriteNumber("ephemeral_5m_input_tokens", script.Usage.CacheWrite ?? 0);
            json.WriteNumber("ephemeral_1h_input_tokens", script.Usage.CacheWrite1h ?? 0);
            json.WriteEndObject();
            json.WriteString("service_tier", "standard");
        }

        json.WriteNumber("output_tokens", output);
        if (script.ReasoningTokens > 0 && output == script.OutputTokens)
        {
            json.WriteStartObject("output_tokens_details");
            json.WriteNumber("thinking_tokens", script.ReasoningTokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
