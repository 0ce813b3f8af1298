// Writes an answer in Chat Completions.
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

internal sealed class ChatWriter(Script script) : IAnswerWriter
{
    private readonly FrameBuffer _frames = new();

    private string Finish => script.End switch
    {
        ScriptEnd.Stop or ScriptEnd.StopSequence or ScriptEnd.Refusal => "stop",
        ScriptEnd.Length => "length",
        ScriptEnd.ToolCalls => script.Request.LegacyFunctions ? "function_call" : "tool_calls",
        ScriptEnd.Filter => "content_filter",
    };

    public void WriteBody(Utf8JsonWriter json)
    {
        WriteHead(json, "chat.completion");
        json.WriteStartArray("choices");
        for (var index = 0; index < script.Request.Choices; index++)
        {
            json.WriteStartObject();
            json.WriteNumber("index", index);
            WriteMessage(json);
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", Finish);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!script.Usage.IsEmpty)
        {
            WriteUsage(json);
        }

        json.WriteString("system_fingerprint", "fp_simulated");
        json.WriteEndObject();
    }

    public IEnumerable<Frame> Stream()
    {
        for (var index = 0; index < script.Request.Choices; index++)
        {
            yield return Chunk(FrameKind.Frame, index, delta =>
            {
                delta.WriteString("role", "assistant");
                delta.WriteString("content", "");
                delta.WriteNull("refusal");
            });
            foreach (var frame in Content(index))
            {
                yield return frame;
            }

            yield return Chunk(FrameKind.End, index, _ => { }, Finish);
        }

        if (script.Request.IncludeUsage && !script.Usage.IsEmpty)
        {
            var json = _frames.Begin(null);
            WriteHead(json, "chat.completion.chunk");
            json.WriteStartArray("choices");
            json.WriteEndArray();
            WriteUsage(json);
            json.WriteEndObject();
            yield return _frames.End(FrameKind.End);
        }

        yield return new Frame(FrameKind.End, "data: [DONE]\n\n"u8.ToArray());
    }

    public IEnumerable<Frame> Failure(SimulatedError error, string requestId)
    {
        ErrorBody.Write(_frames.Begin(null), Dialect.OpenAIChat, error, requestId);
        yield return _frames.End(FrameKind.End);
    }

    public void Dispose() => _frames.Dispose();

    private IEnumerable<Frame> Content(int choice)
    {
        var callIndex = 0;
        foreach (var part in script.Parts)
        {
            switch (part)
            {
                case ScriptPart.Reasoning reasoning:
                    foreach (var piece in script.Pieces(reasoning.Shown))
                    {
                        yield return Chunk(FrameKind.Content, choice, delta => delta.WriteString("reasoning_content", piece));
                    }

                    break;
                case ScriptPart.Text text:
                    foreach (var piece in script.Pieces(text.Value))
                    {
                        yield return Chunk(FrameKind.Content, choice, delta => delta.WriteString("content", piece));
                    }

                    break;
                case ScriptPart.Refusal refusal:
                    foreach (var piece in script.Pieces(refusal.Value))
                    {
                        yield return Chunk(FrameKind.Content, choice, delta => delta.WriteString("refusal", piece));
                    }

                    break;
                case ScriptPart.ToolCall call:
                    var at = callIndex++;
                    yield return Chunk(FrameKind.Content, choice, delta => WriteCallPiece(delta, call, at, true, ""));
                    foreach (var piece in script.Pieces(call.Arguments))
                    {
                        yield return Chunk(FrameKind.Content, choice, delta => WriteCallPiece(delta, call, at, false, piece));
                    }

                    break;
            }
        }
    }

    private Frame Chunk(FrameKind kind, int choice, Action<Utf8JsonWriter> writeDelta, string? finish = null)
    {
        var json = _frames.Begin(null);
        WriteHead(json, "chat.completion.chunk");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", choice);
        json.WriteStartObject("delta");
        writeDelta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (script.Request.IncludeUsage)
        {
            json.WriteNull("usage");
        }

        json.WriteEndObject();
        return _frames.End(kind);
    }

    private void WriteHead(Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id", "chatcmpl-" + script.Seed);
        json.WriteString("object", kind);
        json.WriteNumber("created", script.Created);
        json.WriteString("model", script.Request.Model);
        json.WriteString("service_tier", "default");
    }

    private void WriteMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        var text = script.Parts.OfType<ScriptPart.Text>().FirstOrDefault()?.Value;
        var refusal = script.Parts.OfType<ScriptPart.Refusal>().FirstOrDefault()?.Value;
        json.WriteString("content", text ?? (script.End == ScriptEnd.Length && refusal is null ? "" : null));
        json.WriteString("refusal", refusal);
        if (script.Parts.OfType<ScriptPart.Reasoning>().FirstOrDefault() is { Shown: { Length: > 0 } shown })
        {
            json.WriteString("reasoning_content", shown);
        }

        json.WriteStartArray("annotations");
        json.WriteEndArray();
        if (script.Calls.Any())
        {
            WriteCalls(json);
        }

        json.WriteEndObject();
    }

    private void WriteCalls(Utf8JsonWriter json)
    {
        if (script.Request.LegacyFunctions)
        {
            var call = script.Calls.First();
            json.WriteStartObject("function_call");
            json.WriteString("name", call.Tool.Name);
            json.WriteString("arguments", call.Arguments);
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("tool_calls");
        foreach (var call in script.Calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.Id);
            WriteCall(json, call, true, call.Arguments);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteCallPiece(Utf8JsonWriter delta, ScriptPart.ToolCall call, int index, bool first, string piece)
    {
        if (script.Request.LegacyFunctions)
        {
            delta.WriteStartObject("function_call");
            if (first)
            {
                delta.WriteString("name", call.Tool.Name);
            }

            delta.WriteString("arguments", piece);
            delta.WriteEndObject();
            return;
        }

        delta.WriteStartArray("tool_calls");
        delta.WriteStartObject();
        delta.WriteNumber("index", index);
        if (first)
        {
            delta.WriteString("id", call.Id);
        }

        WriteCall(delta, call, first, piece);
        delta.WriteEndObject();
        delta.WriteEndArray();
    }

    private static void WriteCall(Utf8JsonWriter json, ScriptPart.ToolCall call, bool named, string arguments)
    {
        var isCustom = call.Tool.Kind == ToolKind.Custom;
        if (named)
        {
            json.WriteString("type", isCustom ? "custom" : "function");
        }

        json.WriteStartObject(isCustom ? "custom" : "function");
        if (named)
        {
            json.WriteString("name", call.Tool.Name);
        }

        json.WriteString(isCustom ? "input" : "arguments", arguments);
        json.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", script.InputTokens);
        json.WriteNumber("completion_tokens", script.OutputTokens);
        json.WriteNumber("total_tokens", script.InputTokens + script.OutputTokens);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", script.CacheRead);
        json.WriteNumber("audio_tokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", script.ReasoningTokens);
        json.WriteNumber("audio_tokens", 0);
        json.WriteNumber("accepted_prediction_tokens", 0);
        json.WriteNumber("rejected_prediction_tokens", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
