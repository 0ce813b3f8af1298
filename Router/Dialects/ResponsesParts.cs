// Turns the items of a Responses answer into parts.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// One item comes after another (<see cref="ResponsesOrder"/>), and one part is open at a time; how much of its text has gone out is known,
/// so that a whole that follows adds only the rest.
/// </summary>
internal sealed class ResponsesParts(AnswerSource source)
{
    private AnswerPartKind? _open;
    private int _item = -1;
    private int _part;

    // In characters: a whole may escape others than its pieces did.
    private long _sent;

    /// <summary>The model called a tool.</summary>
    internal bool HasCalls { get; private set; }

    /// <summary>Takes an event inside an item that is not its end.</summary>
    /// <param name="name">Its type without <c>response.</c></param>
    internal void Take(ReadOnlySpan<byte> name, in ResponsesEvent found, IAnswerSink sink)
    {
        if (name.SequenceEqual("output_item.added"u8))
        {
            BeginItem(found.OutputIndex, ResponsesItem.Of(found.Item), sink);
        }
        else if (name.SequenceEqual("output_text.delta"u8))
        {
            Say(AnswerPartKind.Text, found, found.Delta, sink);
        }
        else if (name.SequenceEqual("output_text.done"u8))
        {
            SayRest(AnswerPartKind.Text, found.OutputIndex, found.PartIndex, found.Whole, sink);
        }
        else if (name.SequenceEqual("refusal.delta"u8))
        {
            Say(AnswerPartKind.Refusal, found, found.Delta, sink);
        }
        else if (name.SequenceEqual("refusal.done"u8))
        {
            SayRest(AnswerPartKind.Refusal, found.OutputIndex, found.PartIndex, found.Whole, sink);
        }
        else if (name.SequenceEqual("reasoning_summary_text.delta"u8) || name.SequenceEqual("reasoning_text.delta"u8))
        {
            Think(found, sink);
        }
        else if (name.SequenceEqual("function_call_arguments.delta"u8) || name.SequenceEqual("custom_tool_call_input.delta"u8))
        {
            PassInput(found.OutputIndex, found.Delta, sink);
        }
        else if (name.SequenceEqual("function_call_arguments.done"u8) || name.SequenceEqual("custom_tool_call_input.done"u8))
        {
            PassRest(found.OutputIndex, found.Whole, sink);
        }
        else if (name.SequenceEqual("output_text.annotation.added"u8) && _open == AnswerPartKind.Text)
        {
            ResponsesCitations.Read(found.Annotation, source.Report, sink);
        }
    }

    private void BeginItem(int index, in ResponsesItem item, IAnswerSink sink)
    {
        if (_item != index)
        {
            Close(sink);
            _item = index;
        }

        if (_open is null && IsCall(item.Type) && !item.Name.IsEmpty)
        {
            Open(
                new AnswerPart(
                    AnswerPartKind.Call,
                    item.CallId.IsEmpty ? source.CallIdOf(index) : JsonText.Decode(item.CallId),
                    new ToolReference(item.Type.SequenceEqual("custom_tool_call"u8) ? ToolKind.Custom : ToolKind.Function, JsonText.Decode(item.Name))),
                0,
                sink);
            HasCalls = true;
        }
    }

    /// <summary>An item is whole: what of it did not come before comes now.</summary>
    internal void EndItem(int index, in ResponsesItem item, IAnswerSink sink)
    {
        BeginItem(index, item, sink);
        if (IsCall(item.Type))
        {
            PassRest(index, item.Input, sink);
        }
        else if (item.Type.SequenceEqual("message"u8))
        {
            EndMessage(index, item.Content, sink);
        }
        else if (item.Type.SequenceEqual("reasoning"u8))
        {
            EndReasoning(index, item, sink);
        }
        else if (item.Type.Length > 0)
        {
            source.Report.Lose(LossRule.AnswerServicePart);
        }

        Close(sink);
    }

    private void EndMessage(int index, ReadOnlySpan<byte> content, IAnswerSink sink)
    {
        if (content is not [(byte)'[', ..])
        {
            return;
        }

        var reader = new JsonReader(content);
        reader.Read();
        for (var part = 0; reader.Read() && reader.TokenType == JsonTokenType.StartObject; part++)
        {
            ReadOnlySpan<byte> type = default, text = default, annotations = default, logProbs = default;
            while (reader.NextMember())
            {
                if (reader.Is("type"u8))
                {
                    type = reader.ReadText();
                }
                else if (reader.Is("text"u8) || reader.Is("refusal"u8))
                {
                    text = reader.ReadText();
                }
                else if (reader.Is("annotations"u8))
                {
                    annotations = reader.ReadRaw();
                }
                else if (reader.Is("logprobs"u8))
                {
                    logProbs = reader.ReadRaw();
                }
                else
                {
                    reader.Skip();
                }
            }

            if (part < _part)
            {
                continue;
            }

            var isNew = part > _part || _open is null;
            var kind = type.SequenceEqual("refusal"u8) ? AnswerPartKind.Refusal : AnswerPartKind.Text;
            SayRest(kind, index, part, text, sink, ResponsesEvent.Inside(logProbs));
            if (isNew && _open == AnswerPartKind.Text)
            {
                ResponsesCitations.ReadAll(annotations, source.Report, sink);
            }
        }
    }

    private void EndReasoning(int index, in ResponsesItem item, IAnswerSink sink)
    {
        if (_open != AnswerPartKind.Reasoning)
        {
            // What began as something else turns out to be reasoning.
            Close(sink);
            var shown = item.Summary is [(byte)'[', _, _, ..] ? item.Summary : item.Content;
            SayAll(index, shown, sink);
        }

        if (item.HasEncryptedContent)
        {
            if (_open is null)
            {
                Open(new AnswerPart(AnswerPartKind.Reasoning), 0, sink);
            }

            sink.Keep(item.Json);
        }
    }

    private void SayAll(int index, ReadOnlySpan<byte> list, IAnswerSink sink)
    {
        if (list is not [(byte)'[', ..])
        {
            return;
        }

        var reader = new JsonReader(list);
        var isFirst = true;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.Is("text"u8))
            {
                continue;
            }

            var text = reader.ReadText();
            if (text.IsEmpty)
            {
                continue;
            }

            if (isFirst)
            {
                Open(new AnswerPart(AnswerPartKind.Reasoning), 0, sink);
            }
            else
            {
                Pass("\\n\\n"u8, default, sink);
            }

            _item = index;
            isFirst = false;
            Pass(text, default, sink);
        }
    }

    private void Think(in ResponsesEvent found, IAnswerSink sink)
    {
        if (found.Delta.IsEmpty)
        {
            return;
        }

        if (_open != AnswerPartKind.Reasoning || _item != found.OutputIndex)
        {
            Close(sink);
            _item = found.OutputIndex;
            Open(new AnswerPart(AnswerPartKind.Reasoning), found.PartIndex, sink);
        }
        else if (_part != found.PartIndex)
        {
            _part = found.PartIndex;
            Pass("\\n\\n"u8, default, sink);
        }

        Pass(found.Delta, default, sink);
    }

    private void Say(AnswerPartKind kind, in ResponsesEvent found, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (text.IsEmpty && found.LogProbs.IsEmpty)
        {
            return;
        }

        Turn(kind, found.OutputIndex, found.PartIndex, sink);
        Pass(text, found.LogProbs, sink);
    }

    /// <summary>A whole text: the part of it that has not gone out.</summary>
    private void SayRest(AnswerPartKind kind, int item, int part, ReadOnlySpan<byte> whole, IAnswerSink sink, ReadOnlySpan<byte> logProbs = default)
    {
        var isOpen = _open == kind && _item == item && _part == part;
        var rest = isOpen ? TextUnits.Behind(whole, _sent) : whole;
        if (!rest.IsEmpty)
        {
            Turn(kind, item, part, sink);
            Pass(rest, isOpen ? default : logProbs, sink);
        }
    }

    private void PassInput(int item, ReadOnlySpan<byte> input, IAnswerSink sink)
    {
        if (_open == AnswerPartKind.Call && _item == item && !input.IsEmpty)
        {
            Pass(input, default, sink);
        }
    }

    private void PassRest(int item, ReadOnlySpan<byte> whole, IAnswerSink sink)
    {
        if (_open == AnswerPartKind.Call && _item == item && TextUnits.Behind(whole, _sent) is { IsEmpty: false } rest)
        {
            Pass(rest, default, sink);
        }
    }

    private void Turn(AnswerPartKind kind, int item, int part, IAnswerSink sink)
    {
        if (_open != kind || _item != item || _part != part)
        {
            Close(sink);
            _item = item;
            Open(new AnswerPart(kind), part, sink);
        }
    }

    private void Open(in AnswerPart part, int index, IAnswerSink sink)
    {
        _open = part.Kind;
        _part = index;
        _sent = 0;
        sink.BeginPart(part);
    }

    private void Pass(ReadOnlySpan<byte> text, ReadOnlySpan<byte> logProbs, IAnswerSink sink)
    {
        _sent += TextUnits.Of(text, TextForm.Escaped);
        sink.Piece(new AnswerPiece(text, TextForm.Escaped) { LogProbs = logProbs });
    }

    /// <summary>Ends the open part, if one is.</summary>
    internal void Close(IAnswerSink sink)
    {
        if (_open is not null)
        {
            _open = null;
            _part = 0;
            _sent = 0;
            sink.EndPart();
        }
    }

    private static bool IsCall(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("function_call"u8) || type.SequenceEqual("custom_tool_call"u8);
}
