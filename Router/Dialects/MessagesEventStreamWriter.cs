// Writes one Messages stream from events.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A block is begun at its first piece, since what it will be may not be known before, and an empty text is no block.</summary>
internal sealed class MessagesEventStreamWriter : IAnswerStreamWriter
{
    private readonly AnswerContext _context;
    private readonly StreamEvents _events;
    private readonly JsonOutput _json;
    private AnswerPart _part;
    private int _index = -1;
    private bool _isOpen;
    private bool _hasInput;
    private bool _isInText;
    private bool _hasRefusal;
    private UsageReport? _usage;

    internal MessagesEventStreamWriter(AnswerContext context, IBufferWriter<byte> output)
    {
        _context = context;
        _events = new StreamEvents(output);
        _json = new JsonOutput(_events, oneLine: true);
    }

    /// <inheritdoc/>
    public void Begin(in AnswerStart start)
    {
        BeginEvent("message_start"u8);
        _json.Name("message"u8);
        _json.BeginObject();
        MessagesEventWriter.WriteHead(_json, _context, start);
        _json.Name("content"u8);
        _json.BeginArray();
        _json.EndArray();
        _json.Null("stop_reason"u8);
        _json.Null("stop_sequence"u8);
        MessagesAnswerUsage.Write(_json, default, start.ServiceTier);
        _json.EndObject();
        EndEvent();
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        _part = part;
        _hasRefusal |= part.Kind == AnswerPartKind.Refusal;
        if (part.Kind != AnswerPartKind.Call)
        {
            return;
        }

        BeginBlock();
        MessagesEventWriter.WriteCallHead(_json, part);
        _json.Name("input"u8);
        _json.BeginObject();
        _json.EndObject();
        EndBlockStart();
        _hasInput = _isInText = false;
        if (part.Tool!.Kind == ToolKind.Custom)
        {
            BeginInputText("{\\\"input\\\":\\\""u8);
        }
    }

    /// <inheritdoc/>
    public void Piece(in AnswerPiece piece)
    {
        if (!piece.LogProbs.IsEmpty)
        {
            _context.Report.Lose(LossRule.AnswerLogProbs);
        }

        if (piece.Text.IsEmpty || (!_isInText && _events.TryRepeat(piece.Text, piece.Form)))
        {
            return;
        }

        switch (_part.Kind)
        {
            case AnswerPartKind.Text:
            case AnswerPartKind.Refusal:
                OpenEmpty("text"u8);
                WriteDelta("text_delta"u8, "text"u8, piece.Text, piece.Form);
                break;
            case AnswerPartKind.Reasoning:
                OpenEmpty("thinking"u8);
                WriteDelta("thinking_delta"u8, "thinking"u8, piece.Text, piece.Form);
                break;
            case AnswerPartKind.Call:
                WriteInput(piece);
                break;
        }
    }

    /// <inheritdoc/>
    public void Cite(in AnswerCitation citation) => _context.Report.Lose(LossRule.AnswerUrlCitation);

    /// <inheritdoc/>
    public void Keep(ReadOnlySpan<byte> payload)
    {
        var token = _context.Seal.Seal(_context.Origin, payload);
        if (_isOpen)
        {
            WriteDelta("signature_delta"u8, "signature"u8, token, TextForm.Escaped);
            return;
        }

        BeginBlock();
        _json.Word("type"u8, "redacted_thinking"u8);
        _json.Word("data"u8, token);
        EndBlockStart();
    }

    /// <inheritdoc/>
    public void EndPart()
    {
        if (!_isOpen)
        {
            return;
        }

        if (_isInText)
        {
            WriteDelta("input_json_delta"u8, "partial_json"u8, "\\\"}"u8, TextForm.Escaped);
        }

        _isOpen = _isInText = false;
        BeginEvent("content_block_stop"u8);
        _json.Number("index"u8, _index);
        EndEvent();
    }

    /// <inheritdoc/>
    public void Count(in UsageReport usage) => _usage = usage;

    /// <inheritdoc/>
    public void End(in AnswerEnd end)
    {
        BeginEvent("message_delta"u8);
        _json.Name("delta"u8);
        _json.BeginObject();
        MessagesStopReasons.Write(_json, end, _hasRefusal);
        _json.EndObject();
        MessagesAnswerUsage.Write(_json, MessagesAnswerUsage.KnownOrLost(_usage, _context), null);
        EndEvent();
        BeginEvent("message_stop"u8);
        EndEvent();
    }

    /// <inheritdoc/>
    public void Fail(RouterError error)
    {
        _events.Begin();
        _events.Write("event: error\ndata: "u8);
        ErrorEnvelope.Write(Dialect.AnthropicMessages, _events, error, _context.RequestId);
        _events.Write("\n\n"u8);
        _events.End();
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    /// <summary>
    /// What does not begin as an object is none, however it goes on; a stream cannot know of what begins as one (see
    /// <see cref="ToolArguments.WriteAsObject"/> for bodies).
    /// </summary>
    private void WriteInput(in AnswerPiece piece)
    {
        if (!_hasInput)
        {
            var first = ToolArguments.FirstSign(piece.Text, piece.Form);
            if (first == 0)
            {
                return;
            }

            if (first != '{')
            {
                _context.Report.Lose(LossRule.AnswerUnparsedArguments);
                BeginInputText("{\\\"_unparsed_arguments\\\":\\\""u8);
            }

            _hasInput = true;
        }

        if (_isInText)
        {
            WriteInputText(piece);
        }
        else
        {
            WriteDelta("input_json_delta"u8, "partial_json"u8, piece.Text, piece.Form);
        }
    }

    /// <summary>The input is an object with one text, which the pieces are of.</summary>
    private void BeginInputText(ReadOnlySpan<byte> head)
    {
        _hasInput = _isInText = true;
        WriteDelta("input_json_delta"u8, "partial_json"u8, head, TextForm.Escaped);
    }

    /// <summary>The text stands in a string inside the JSON of the input, which itself is a string: it is escaped once more.</summary>
    private void WriteInputText(in AnswerPiece piece)
    {
        if (piece.Form == TextForm.Escaped)
        {
            WriteDelta("input_json_delta"u8, "partial_json"u8, piece.Text, TextForm.Plain);
            return;
        }

        using var once = new PooledBuffer();
        JsonEscaping.Escape(piece.Text, once);
        WriteDelta("input_json_delta"u8, "partial_json"u8, once.WrittenSpan, TextForm.Plain);
    }

    /// <summary>Begins the block of the open part unless it is there: empty, as the dialect has it.</summary>
    private void OpenEmpty(ReadOnlySpan<byte> type)
    {
        if (_isOpen)
        {
            return;
        }

        BeginBlock();
        _json.Word("type"u8, type);
        _json.Word(type, ""u8);
        if (_part.Kind == AnswerPartKind.Reasoning)
        {
            _json.Word("signature"u8, ""u8);
        }

        EndBlockStart();
    }

    private void BeginBlock()
    {
        _isOpen = true;
        _index++;
        BeginEvent("content_block_start"u8);
        _json.Number("index"u8, _index);
        _json.Name("content_block"u8);
        _json.BeginObject();
    }

    private void EndBlockStart()
    {
        _json.EndObject();
        EndEvent();
    }

    private void WriteDelta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ReadOnlySpan<byte> text, TextForm form)
    {
        BeginEvent("content_block_delta"u8);
        _json.Number("index"u8, _index);
        _json.Name("delta"u8);
        _json.BeginObject();
        _json.Word("type"u8, type);
        _json.Name(member);
        _events.WritePiece(_json, text, form);
        _json.EndObject();
        EndEvent();
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
    }

    private void EndEvent()
    {
        _json.EndObject();
        _events.Write("\n\n"u8);
        _events.End();
    }
}
