// Writes one Chat Completions stream.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Each event is the stream's fixed head, what is new, and a fixed tail; nothing is allocated for a piece.</summary>
internal sealed class ChatAnswerWriter : IAnswerStreamWriter
{
    private readonly AnswerContext _context;
    private readonly StreamEvents _events;
    private readonly JsonOutput _json;
    private readonly List<FoldedCitation> _citations = [];
    private readonly bool _hasUsage;
    private byte[] _head = [];
    private AnswerPart _part;
    private UsageReport? _usage;
    private int _calls;
    private bool _isEmpty;
    private bool _refused;
    private long _partStart;
    private long _units;

    internal ChatAnswerWriter(AnswerContext context, IBufferWriter<byte> output)
    {
        (_context, _hasUsage) = (context, context.Request.StreamUsage);
        _events = new StreamEvents(output);
        _json = new JsonOutput(_events, oneLine: true);
    }

    /// <inheritdoc/>
    public void Begin(in AnswerStart start)
    {
        using var head = new PooledBuffer();
        head.TryWrite("data: "u8);
        var json = new JsonOutput(head, oneLine: true);
        json.BeginObject();
        ChatAnswerHead.Write(json, _context, start, "chat.completion.chunk"u8);
        if (start.ServiceTier is { } tier)
        {
            json.Word("service_tier"u8, TierWords.Of(tier));
        }

        _head = head.WrittenSpan.ToArray();
        BeginDelta();
        _json.Word("role"u8, "assistant"u8);
        _json.Word("content"u8, default);
        _json.Null("refusal"u8);
        EndDelta(default, default);
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        _events.Forget();
        _part = part;
        _partStart = _units;
        _isEmpty = true;
        _refused |= part.Kind == AnswerPartKind.Refusal;
        if (part.Kind != AnswerPartKind.Call || (_context.Request.LegacyFunctions && _calls > 0))
        {
            return;
        }

        var isCustom = part.Tool!.Kind == ToolKind.Custom;
        BeginCall();
        if (!_context.Request.LegacyFunctions)
        {
            _json.String("id"u8, part.CallId);
            _json.Word("type"u8, isCustom ? "custom"u8 : "function"u8);
            _json.Name(isCustom ? "custom"u8 : "function"u8);
            _json.BeginObject();
        }

        _json.String("name"u8, part.Tool.Name);
        _json.Word(isCustom ? "input"u8 : "arguments"u8, default);
        EndCall();
    }

    /// <inheritdoc/>
    public void Piece(in AnswerPiece piece)
    {
        _isEmpty &= piece.Text.IsEmpty;
        if (_part.Kind == AnswerPartKind.Call)
        {
            WriteArguments(piece.Text, piece.Form);
            return;
        }

        if (_part.Kind == AnswerPartKind.Text)
        {
            _units += TextUnits.Of(piece.Text, piece.Form);
        }

        if (piece.LogProbs.IsEmpty && _events.TryRepeat(piece.Text, piece.Form))
        {
            return;
        }

        BeginDelta();
        _json.Name(_part.Kind switch
        {
            AnswerPartKind.Reasoning => "reasoning_content"u8,
            AnswerPartKind.Refusal => "refusal"u8,
            _ => "content"u8,
        });
        _events.WritePiece(_json, piece.Text, piece.Form);
        EndDelta(default, piece.LogProbs);
        if (!piece.LogProbs.IsEmpty)
        {
            _events.Forget();
        }
    }

    /// <inheritdoc/>
    public void Cite(in AnswerCitation citation)
    {
        _citations.Add(FoldedCitation.Of(citation));
        HeldBytes += _citations[^1].HeldBytes;
    }

    /// <inheritdoc/>
    public long HeldBytes { get; private set; }

    /// <inheritdoc/>
    public void Keep(ReadOnlySpan<byte> payload)
    {
        // A chat caller cannot send it back.
    }

    /// <inheritdoc/>
    public void EndPart()
    {
        if (_part.Kind == AnswerPartKind.Call)
        {
            if (_isEmpty && _part.Tool!.Kind == ToolKind.Function)
            {
                WriteArguments("{}"u8, TextForm.Plain);
            }

            _calls++;
        }
        else if (_citations.Count > 0)
        {
            WriteCitations();
        }
    }

    /// <inheritdoc/>
    public void Count(in UsageReport usage) => _usage = usage;

    /// <inheritdoc/>
    public void End(in AnswerEnd end)
    {
        if (end.Explanation is { } explanation && !_refused)
        {
            BeginDelta();
            _json.String("refusal"u8, explanation);
            EndDelta(default, default);
        }

        BeginDelta();
        EndDelta(ChatAnswerHead.ReasonOf(end.Reason, _context.Request.LegacyFunctions), default);
        if (_hasUsage)
        {
            _events.Begin();
            _events.Write(_head);
            _events.Write(",\"choices\":[],\"usage\":"u8);
            _json.Reset();
            ChatAnswerHead.WriteUsage(_json, _context, _usage);
            _events.Write("}\n\n"u8);
            _events.End();
        }
        else if (_usage is not { Tokens.IsEmpty: false })
        {
            _context.Report.Lose(LossRule.AnswerUsageAbsent);
        }

        _events.Begin();
        _events.Write("data: [DONE]\n\n"u8);
        _events.End();
    }

    /// <inheritdoc/>
    public void Fail(RouterError error)
    {
        _events.Begin();
        _events.Write("data: "u8);
        ErrorEnvelope.Write(Dialect.OpenAIChat, _events, error, _context.RequestId);
        _events.Write("\n\n"u8);
        _events.End();
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private void WriteArguments(ReadOnlySpan<byte> text, TextForm form)
    {
        if (text.IsEmpty || (_context.Request.LegacyFunctions && _calls > 0) || _events.TryRepeat(text, form))
        {
            return;
        }

        var isCustom = _part.Tool!.Kind == ToolKind.Custom;
        BeginCall();
        if (!_context.Request.LegacyFunctions)
        {
            _json.Name(isCustom ? "custom"u8 : "function"u8);
            _json.BeginObject();
        }

        _json.Name(isCustom ? "input"u8 : "arguments"u8);
        _events.WritePiece(_json, text, form);
        EndCall();
    }

    private void BeginCall()
    {
        BeginDelta();
        if (_context.Request.LegacyFunctions)
        {
            _json.Name("function_call"u8);
            _json.BeginObject();
            return;
        }

        _json.Name("tool_calls"u8);
        _json.BeginArray();
        _json.BeginObject();
        _json.Number("index"u8, _calls);
    }

    private void EndCall()
    {
        _json.EndObject();
        if (!_context.Request.LegacyFunctions)
        {
            _json.EndObject();
            _json.EndArray();
        }

        EndDelta(default, default);
    }

    private void WriteCitations()
    {
        BeginDelta();
        _json.Name("annotations"u8);
        _json.BeginArray();
        foreach (var citation in _citations)
        {
            var end = citation.End is { } own ? _partStart + own : _units;
            ChatAnswerHead.WriteCitation(_json, citation.Url.Span, citation.Title.Span, _partStart + (citation.Start ?? 0), end);
        }

        _json.EndArray();
        EndDelta(default, default);
        _citations.Clear();
    }

    private void BeginDelta()
    {
        _events.Begin();
        _events.Write(_head);
        _events.Write(",\"choices\":[{\"index\":0,\"delta\":"u8);
        _json.Reset();
        _json.BeginObject();
    }

    private void EndDelta(ReadOnlySpan<byte> reason, ReadOnlySpan<byte> logProbs)
    {
        _json.EndObject();
        _json.Name("logprobs"u8);
        if (logProbs.IsEmpty)
        {
            _json.Null();
        }
        else
        {
            _json.BeginObject();
            _json.Name("content"u8);
            _json.BeginArray();
            _json.Raw(logProbs);
            _json.EndArray();
            _json.Null("refusal"u8);
            _json.EndObject();
        }

        _json.Name("finish_reason"u8);
        if (reason.IsEmpty)
        {
            _json.Null();
        }
        else
        {
            _json.Escaped(reason);
        }

        _events.Write(_hasUsage ? "}],\"usage\":null}\n\n"u8 : "}]}\n\n"u8);
        _events.End();
    }
}
