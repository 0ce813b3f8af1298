// Writes an answer in Responses.
using System.Text.Json;

namespace Router.Simulator;

internal sealed class ResponsesWriter(Script script) : IAnswerWriter
{
    private readonly FrameBuffer _frames = new();
    private readonly ResponseObject _response = new(script);
    private int _sequence;

    public void WriteBody(Utf8JsonWriter json) => _response.Write(json, _response.FinalStatus, withOutput: true);

    public IEnumerable<Frame> Stream()
    {
        yield return Whole("response.created", "in_progress", FrameKind.Frame);
        yield return Whole("response.in_progress", "in_progress", FrameKind.Frame);
        for (var index = 0; index < script.Parts.Count; index++)
        {
            foreach (var frame in Item(index))
            {
                yield return frame;
            }
        }

        yield return Whole("response." + _response.FinalStatus, _response.FinalStatus, FrameKind.End);
    }

    public IEnumerable<Frame> Failure(SimulatedError error, string requestId)
    {
        // The frame that was not sent gives its number back; and a failure before all else still opens the stream.
        _sequence--;
        if (_sequence == 0)
        {
            yield return Whole("response.created", "in_progress", FrameKind.Frame);
            yield return Whole("response.in_progress", "in_progress", FrameKind.Frame);
        }

        var json = Begin("response.failed");
        json.WritePropertyName("response");
        _response.WriteFailed(json, error);
        yield return End(FrameKind.End);
    }

    public void Dispose() => _frames.Dispose();

    private IEnumerable<Frame> Item(int index)
    {
        var part = script.Parts[index];
        yield return ItemEvent("response.output_item.added", index, isWhole: false);
        var frames = part switch
        {
            ScriptPart.Reasoning reasoning => Summary(reasoning, index),
            ScriptPart.Text text => TextPart(part, text.Value, "output_text", "text", index),
            ScriptPart.Refusal refusal => TextPart(part, refusal.Value, "refusal", "refusal", index),
            ScriptPart.ToolCall call => CallInput(call, index),
            _ => throw new InvalidOperationException("A script has no other parts."),
        };
        foreach (var frame in frames)
        {
            yield return frame;
        }

        yield return ItemEvent("response.output_item.done", index, isWhole: true);
    }

    private IEnumerable<Frame> Summary(ScriptPart.Reasoning reasoning, int index)
    {
        if (reasoning.Shown.Length == 0)
        {
            yield break;
        }

        yield return SummaryPart("response.reasoning_summary_part.added", index, "");
        foreach (var piece in script.Pieces(reasoning.Shown))
        {
            yield return SummaryText("response.reasoning_summary_text.delta", index, "delta", piece, FrameKind.Content);
        }

        yield return SummaryText("response.reasoning_summary_text.done", index, "text", reasoning.Shown, FrameKind.Frame);
        yield return SummaryPart("response.reasoning_summary_part.done", index, reasoning.Shown);
    }

    private IEnumerable<Frame> TextPart(ScriptPart part, string text, string kind, string member, int index)
    {
        yield return ContentPart("response.content_part.added", part, index, isWhole: false);
        foreach (var piece in script.Pieces(text))
        {
            yield return TextEvent($"response.{kind}.delta", index, "delta", piece, kind, FrameKind.Content);
        }

        yield return TextEvent($"response.{kind}.done", index, member, text, kind, FrameKind.Frame);
        yield return ContentPart("response.content_part.done", part, index, isWhole: true);
    }

    private IEnumerable<Frame> CallInput(ScriptPart.ToolCall call, int index)
    {
        var isCustom = call.Tool.Kind == ToolKind.Custom;
        var name = isCustom ? "response.custom_tool_call_input" : "response.function_call_arguments";
        Utf8JsonWriter json;
        foreach (var piece in script.Pieces(call.Arguments))
        {
            json = BeginOfItem(name + ".delta", index);
            json.WriteString("delta", piece);
            yield return End(FrameKind.Content);
        }

        json = BeginOfItem(name + ".done", index);
        if (!isCustom)
        {
            json.WriteString("name", call.Tool.Name);
        }

        json.WriteString(isCustom ? "input" : "arguments", call.Arguments);
        yield return End(FrameKind.Frame);
    }

    private Frame Whole(string type, string status, FrameKind kind)
    {
        var json = Begin(type);
        json.WritePropertyName("response");
        _response.Write(json, status, withOutput: status != "in_progress");
        return End(kind);
    }

    private Frame ItemEvent(string type, int index, bool isWhole)
    {
        var json = Begin(type);
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        _response.WriteItem(json, index, isWhole);
        return End(FrameKind.Frame);
    }

    private Frame SummaryPart(string type, int index, string text)
    {
        var json = BeginOfItem(type, index);
        json.WriteNumber("summary_index", 0);
        json.WritePropertyName("part");
        ResponseObject.WriteSummaryPart(json, text);
        return End(FrameKind.Frame);
    }

    private Frame SummaryText(string type, int index, string member, string text, FrameKind kind)
    {
        var json = BeginOfItem(type, index);
        json.WriteNumber("summary_index", 0);
        json.WriteString(member, text);
        return End(kind);
    }

    private Frame ContentPart(string type, ScriptPart part, int index, bool isWhole)
    {
        var json = BeginOfItem(type, index);
        json.WriteNumber("content_index", 0);
        json.WritePropertyName("part");
        ResponseObject.WriteContentPart(json, part, isWhole);
        return End(FrameKind.Frame);
    }

    private Frame TextEvent(string type, int index, string member, string text, string kind, FrameKind frame)
    {
        var json = BeginOfItem(type, index);
        json.WriteNumber("content_index", 0);
        json.WriteString(member, text);
        if (kind == "output_text")
        {
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        }

        return End(frame);
    }

    private Utf8JsonWriter BeginOfItem(string type, int index)
    {
        var json = Begin(type);
        json.WriteString("item_id", _response.ItemId(index));
        json.WriteNumber("output_index", index);
        return json;
    }

    private Utf8JsonWriter Begin(string type)
    {
        var json = _frames.Begin(type);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("sequence_number", _sequence++);
        return json;
    }

    private Frame End(FrameKind kind)
    {
        _frames.Json.WriteEndObject();
        return _frames.End(kind);
    }
}
