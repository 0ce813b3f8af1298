// Writes one Responses stream.
using System.Buffers;
using System.Text;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Pieces go out as they come; a fold of the answer on the side is what the <c>done</c> events and the last one repeat. Nothing is
/// allocated for a piece but what the fold grows by.
/// </summary>
internal sealed class ResponsesAnswerWriter : IAnswerStreamWriter
{
    private readonly AnswerContext _context;
    private readonly StreamEvents _events;
    private readonly JsonOutput _json;
    private readonly AnswerFold _fold = new();
    private readonly ResponsesOutputWriter _items;
    private AnswerPart _part;
    private string _itemId = "";
    private int _item = -1;
    private int _itemStart;
    private int _content;
    private bool _isItemOpen;
    private bool _isShown;
    private long _annotations;
    private long _sequence;

    internal ResponsesAnswerWriter(AnswerContext context, IBufferWriter<byte> output)
    {
        _context = context;
        _events = new StreamEvents(output);
        _json = new JsonOutput(_events, oneLine: true);
        _items = new ResponsesOutputWriter(context, _json, _fold);
    }

    /// <inheritdoc/>
    public void Begin(in AnswerStart start)
    {
        _fold.Begin(start);
        Announce("response.created"u8, start);
        Announce("response.in_progress"u8, start);
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        var isMessage = ResponsesOutputWriter.IsMessage(part.Kind);
        var goesOn = _isItemOpen && isMessage && ResponsesOutputWriter.IsMessage(_part.Kind);
        _part = part;
        if (goesOn)
        {
            _content++;
        }
        else
        {
            CloseItem();
            BeginItem(part);
        }

        _fold.BeginPart(part);
        _isShown = false;
        _annotations = 0;
        if (isMessage)
        {
            BeginItemEvent("response.content_part.added"u8, "content_index"u8, _content);
            _json.Name("part"u8);
            _json.Raw(part.Kind == AnswerPartKind.Refusal
                ? "{\"type\":\"refusal\",\"refusal\":\"\"}"u8
                : "{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[],\"logprobs\":[]}"u8);
            EndEvent();
        }
    }

    /// <inheritdoc/>
    public void Piece(in AnswerPiece piece)
    {
        _fold.Piece(piece);
        if (piece.LogProbs.IsEmpty && _events.TryRepeat(piece.Text, piece.Form, _sequence))
        {
            _sequence++;
            return;
        }

        if (_part.Kind == AnswerPartKind.Reasoning && !_isShown)
        {
            BeginItemEvent("response.reasoning_summary_part.added"u8, "summary_index"u8, 0);
            _json.Name("part"u8);
            _json.Raw("{\"type\":\"summary_text\",\"text\":\"\"}"u8);
            EndEvent();
        }

        _isShown = true;
        switch (_part.Kind)
        {
            case AnswerPartKind.Text:
                BeginItemEvent("response.output_text.delta"u8, "content_index"u8, _content);
                break;
            case AnswerPartKind.Refusal:
                BeginItemEvent("response.refusal.delta"u8, "content_index"u8, _content);
                break;
            case AnswerPartKind.Reasoning:
                BeginItemEvent("response.reasoning_summary_text.delta"u8, "summary_index"u8, 0);
                break;
            case AnswerPartKind.Call:
                BeginItemEvent(IsCustom ? "response.custom_tool_call_input.delta"u8 : "response.function_call_arguments.delta"u8, default, 0);
                break;
        }

        _json.Name("delta"u8);
        _events.WritePiece(_json, piece.Text, piece.Form);
        if (_part.Kind == AnswerPartKind.Text)
        {
            WriteLogProbs(piece.LogProbs);
        }

        EndEvent();
        if (!piece.LogProbs.IsEmpty)
        {
            _events.Forget();
        }
    }

    /// <inheritdoc/>
    public void Cite(in AnswerCitation citation) => _fold.Cite(citation);

    /// <inheritdoc/>
    public long HeldBytes => _fold.HeldBytes;

    /// <inheritdoc/>
    public void Keep(ReadOnlySpan<byte> payload) => _fold.Keep(payload);

    /// <inheritdoc/>
    public void EndPart()
    {
        if (_part.Kind == AnswerPartKind.Call && !IsCustom && !_isShown)
        {
            // The whole that follows says so too, and repeats its pieces.
            Piece(new AnswerPiece("{}"u8, TextForm.Escaped));
        }

        _fold.EndPart();
        var part = _fold.Parts[^1];
        switch (_part.Kind)
        {
            case AnswerPartKind.Text or AnswerPartKind.Refusal:
                EndContent(part);
                break;
            case AnswerPartKind.Reasoning:
                EndReasoning(part);
                break;
            case AnswerPartKind.Call:
                BeginItemEvent(IsCustom ? "response.custom_tool_call_input.done"u8 : "response.function_call_arguments.done"u8, default, 0);
                _json.Name(IsCustom ? "input"u8 : "arguments"u8);
                if (IsCustom)
                {
                    _json.Escaped(_fold.TextOf(part));
                }
                else
                {
                    ToolArguments.WriteAsText(_json, _fold.TextOf(part), TextForm.Escaped);
                    _json.String("name"u8, _part.Tool!.Name);
                }

                EndEvent();
                break;
        }
    }

    /// <inheritdoc/>
    public void Count(in UsageReport usage) => _fold.Count(usage);

    /// <inheritdoc/>
    public void End(in AnswerEnd end)
    {
        if (end.Explanation is { } explanation && !_fold.Has(AnswerPartKind.Refusal))
        {
            BeginPart(new AnswerPart(AnswerPartKind.Refusal));
            Piece(new AnswerPiece(Encoding.UTF8.GetBytes(explanation), TextForm.Plain));
            EndPart();
        }

        _fold.End(end);
        CloseItem();
        BeginEvent(_fold.IsCut ? "response.incomplete"u8 : "response.completed"u8);
        _json.Name("response"u8);
        new ResponsesObjectWriter(_context, _json).Write(_fold.Start, _fold);
        EndEvent();
    }

    /// <inheritdoc/>
    public void Fail(RouterError error)
    {
        var model = _context.ModelOf(_fold.Start);
        _events.Begin();
        ResponsesFailure.Write(
            _events,
            error,
            new StreamFailure("req_" + _context.Seed, _context.CreatedAt, model),
            [],
            [],
            _context.CreatedAt,
            _sequence);
        _events.End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fold.Dispose();
        _events.Dispose();
    }

    private bool IsCustom => _part.Tool?.Kind == ToolKind.Custom;

    private void Announce(ReadOnlySpan<byte> type, in AnswerStart start)
    {
        BeginEvent(type);
        _json.Name("response"u8);
        new ResponsesObjectWriter(_context, _json).Write(start, null);
        EndEvent();
    }

    private void BeginItem(in AnswerPart part)
    {
        _item++;
        _itemStart = _fold.Parts.Length;
        _content = 0;
        _isItemOpen = true;
        _itemId = ResponsesOutputWriter.IdOf(_context, part, _item);
        BeginEvent("response.output_item.added"u8);
        _json.Number("output_index"u8, _item);
        _json.Name("item"u8);
        _json.BeginObject();
        _json.String("id"u8, _itemId);
        switch (part.Kind)
        {
            case AnswerPartKind.Call:
                _items.WriteCall(part, default, status: default);
                break;
            case AnswerPartKind.Reasoning:
                _json.Word("type"u8, "reasoning"u8);
                _json.Name("summary"u8);
                _json.Raw("[]"u8);
                break;
            case AnswerPartKind.Text or AnswerPartKind.Refusal:
                _json.Word("type"u8, "message"u8);
                _json.Word("status"u8, "in_progress"u8);
                _json.Word("role"u8, "assistant"u8);
                _json.Name("content"u8);
                _json.Raw("[]"u8);
                break;
        }

        _json.EndObject();
        EndEvent();
    }

    /// <summary>Ends the open item, if one is: only what follows tells whether it is whole.</summary>
    private void CloseItem()
    {
        if (!_isItemOpen)
        {
            return;
        }

        _isItemOpen = false;
        BeginEvent("response.output_item.done"u8);
        _json.Number("output_index"u8, _item);
        _json.Name("item"u8);
        _items.Write(_itemStart, _fold.Parts.Length - _itemStart, _item);
        EndEvent();
    }

    private void EndContent(in FoldedPart part)
    {
        var units = part.Citations.IsEmpty ? 0 : TextUnits.Of(_fold.TextOf(part), TextForm.Escaped);
        foreach (var citation in part.Citations)
        {
            BeginItemEvent("response.output_text.annotation.added"u8, "content_index"u8, _content);
            _json.Number("annotation_index"u8, _annotations++);
            _json.Name("annotation"u8);
            ResponsesOutputWriter.WriteCitation(_json, citation, units);
            EndEvent();
        }

        var isRefusal = _part.Kind == AnswerPartKind.Refusal;
        BeginItemEvent(isRefusal ? "response.refusal.done"u8 : "response.output_text.done"u8, "content_index"u8, _content);
        _json.Name(isRefusal ? "refusal"u8 : "text"u8);
        _json.Escaped(_fold.TextOf(part));
        if (!isRefusal)
        {
            WriteLogProbs(_fold.LogProbsOf(part));
        }

        EndEvent();
        BeginItemEvent("response.content_part.done"u8, "content_index"u8, _content);
        _json.Name("part"u8);
        _items.WriteContent(part);
        EndEvent();
    }

    private void EndReasoning(in FoldedPart part)
    {
        if (!_isShown)
        {
            return;
        }

        BeginItemEvent("response.reasoning_summary_text.done"u8, "summary_index"u8, 0);
        _json.Name("text"u8);
        _json.Escaped(_fold.TextOf(part));
        EndEvent();
        BeginItemEvent("response.reasoning_summary_part.done"u8, "summary_index"u8, 0);
        _json.Name("part"u8);
        _json.BeginObject();
        _json.Word("type"u8, "summary_text"u8);
        _json.Name("text"u8);
        _json.Escaped(_fold.TextOf(part));
        _json.EndObject();
        EndEvent();
    }

    private void WriteLogProbs(ReadOnlySpan<byte> logProbs)
    {
        _json.Name("logprobs"u8);
        _json.BeginArray();
        _json.Raw(logProbs);
        _json.EndArray();
    }

    private void BeginItemEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> indexName, int index)
    {
        BeginEvent(type);
        _json.String("item_id"u8, _itemId);
        _json.Number("output_index"u8, _item);
        if (!indexName.IsEmpty)
        {
            _json.Number(indexName, index);
        }
    }

    private void BeginEvent(ReadOnlySpan<byte> type)
    {
        _events.Begin();
        _events.Write("event: "u8);
        _events.Write(type);
        _events.Write("\ndata: "u8);
        _json.Reset();
        _json.BeginObject();
        _json.Word("type"u8, type);
        _events.WriteNumber(_json, "sequence_number"u8, _sequence++);
    }

    private void EndEvent()
    {
        _json.EndObject();
        _events.Write("\n\n"u8);
        _events.End();
    }
}
