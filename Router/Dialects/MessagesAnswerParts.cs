// Turns content blocks of a Messages answer into events.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// One for each answer, a stream or a whole body. A text is begun at its first piece, so that an empty one is none; thinking is told as it
/// comes and kept as the block that the service wants back.
/// </summary>
internal sealed class MessagesAnswerParts(AnswerSource source) : IDisposable
{
    private readonly PooledBuffer _kept = new();
    private readonly PooledBuffer _signature = new();
    private readonly PooledBuffer _input = new();
    private BlockKind _block;
    private bool _isOpen;
    private bool _hasInput;
    private int _calls;

    private enum BlockKind
    {
        None,
        Text,
        Thinking,
        Call,
        Skipped,
    }

    /// <summary>There was a call.</summary>
    internal bool HasCall => _calls > 0;

    /// <summary>A block begins; what it says already is told. One that has not ended is ended first.</summary>
    internal void Start(in MessagesBlock block, IAnswerSink sink)
    {
        Stop(sink);
        if (block.Type.SequenceEqual("text"u8))
        {
            _block = BlockKind.Text;
            AddText(block, sink);
        }
        else if (block.Type.SequenceEqual("thinking"u8))
        {
            _block = BlockKind.Thinking;
            AddThinking(block, sink);
        }
        else if (block.Type.SequenceEqual("redacted_thinking"u8))
        {
            _block = BlockKind.Skipped;
            TellRedacted(block, sink);
        }
        else if (block.Type.SequenceEqual("tool_use"u8) && !block.Name.IsEmpty)
        {
            _block = BlockKind.Call;
            BeginCall(block, sink);
        }
        else
        {
            _block = BlockKind.Skipped;
            source.Report.Lose(IsOfService(block.Type) ? LossRule.AnswerServicePart : LossRule.AnswerUnknownPart);
        }
    }

    /// <summary>A piece; false when it cannot belong to the block.</summary>
    internal bool Add(in MessagesBlock piece, IAnswerSink sink)
    {
        if (_block == BlockKind.Skipped)
        {
            return true;
        }

        if (piece.Type.SequenceEqual("text_delta"u8) || piece.Type.SequenceEqual("citations_delta"u8))
        {
            _block = _block == BlockKind.None ? BlockKind.Text : _block;
            AddText(piece, sink);
            return _block == BlockKind.Text;
        }

        if (piece.Type.SequenceEqual("thinking_delta"u8) || piece.Type.SequenceEqual("signature_delta"u8))
        {
            _block = _block == BlockKind.None ? BlockKind.Thinking : _block;
            AddThinking(piece, sink);
            return _block == BlockKind.Thinking;
        }

        if (piece.Type.SequenceEqual("input_json_delta"u8))
        {
            AddInput(piece.PartialJson, sink);
            return _block == BlockKind.Call;
        }

        source.Report.Lose(LossRule.AnswerUnknownPart);
        return true;
    }

    /// <summary>The block ends.</summary>
    internal void Stop(IAnswerSink sink)
    {
        if (_block == BlockKind.Thinking && _signature.Length > 0)
        {
            Open(AnswerPartKind.Reasoning, sink);
            BeginKept();
            _kept.TryWrite("\",\"signature\":\""u8);
            _kept.TryWrite(_signature.WrittenSpan);
            _kept.TryWrite("\"}"u8);
            sink.Keep(_kept.WrittenSpan);
        }

        if (_input.Length > 0)
        {
            sink.Piece(new AnswerPiece(_input.WrittenSpan, TextForm.Plain));
        }

        if (_isOpen)
        {
            sink.EndPart();
        }

        _isOpen = false;
        _hasInput = false;
        _block = BlockKind.None;
        _kept.Reset();
        _signature.Reset();
        _input.Reset();
    }

    /// <summary>Bytes of a block that wait for its end.</summary>
    internal long WaitingBytes => _kept.Length + _signature.Length + _input.Length;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _kept.Dispose();
        _signature.Dispose();
        _input.Dispose();
    }

    private static bool IsOfService(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("server_tool_use"u8) || type.SequenceEqual("mcp_tool_use"u8) || type.EndsWith("_tool_result"u8)
        || type.SequenceEqual("container_upload"u8);

    private void Open(AnswerPartKind kind, IAnswerSink sink)
    {
        if (!_isOpen)
        {
            _isOpen = true;
            sink.BeginPart(new AnswerPart(kind));
        }
    }

    private void AddText(in MessagesBlock block, IAnswerSink sink)
    {
        if (_block != BlockKind.Text)
        {
            return;
        }

        if (!block.Text.IsEmpty)
        {
            Open(AnswerPartKind.Text, sink);
            sink.Piece(new AnswerPiece(block.Text, TextForm.Escaped));
        }

        if (!block.Citations.IsEmpty)
        {
            Cite(block.Citations, sink);
        }
    }

    private void AddThinking(in MessagesBlock block, IAnswerSink sink)
    {
        if (_block != BlockKind.Thinking)
        {
            return;
        }

        if (!block.Thinking.IsEmpty)
        {
            Open(AnswerPartKind.Reasoning, sink);
            BeginKept();
            _kept.TryWrite(block.Thinking);
            sink.Piece(new AnswerPiece(block.Thinking, TextForm.Escaped));
        }

        _signature.TryWrite(block.Signature);
    }

    private void BeginKept()
    {
        if (_kept.Length == 0)
        {
            _kept.TryWrite("{\"type\":\"thinking\",\"thinking\":\""u8);
        }
    }

    private void TellRedacted(in MessagesBlock block, IAnswerSink sink)
    {
        _kept.TryWrite("{\"type\":\"redacted_thinking\",\"data\":\""u8);
        _kept.TryWrite(block.Data);
        _kept.TryWrite("\"}"u8);
        Open(AnswerPartKind.Reasoning, sink);
        sink.Keep(_kept.WrittenSpan);
    }

    private void BeginCall(in MessagesBlock block, IAnswerSink sink)
    {
        var id = block.Id.IsEmpty ? source.CallIdOf(_calls) : JsonText.Decode(block.Id);
        _calls++;
        _isOpen = true;
        sink.BeginPart(new AnswerPart(AnswerPartKind.Call, id, new ToolReference(ToolKind.Function, JsonText.Decode(block.Name))));

        // Services begin with an empty object; who begins with the whole input may give it once more in pieces, which then count alone.
        if (!block.Input.IsEmpty && !IsEmptyObject(block.Input))
        {
            _input.TryWrite(block.Input);
        }
    }

    /// <summary>No arguments are told the same way whether the service says so with an empty object or with nothing.</summary>
    private void AddInput(ReadOnlySpan<byte> input, IAnswerSink sink)
    {
        if (_block == BlockKind.Call && !input.IsEmpty && (_hasInput || !IsEmptyObject(input)))
        {
            _hasInput = true;
            _input.Reset();
            sink.Piece(new AnswerPiece(input, TextForm.Escaped));
        }
    }

    private static bool IsEmptyObject(ReadOnlySpan<byte> json) =>
        json[0] == '{' && json[^1] == '}' && json[1..^1].Trim(" \t\r\n"u8).IsEmpty;

    private void Cite(ReadOnlySpan<byte> citations, IAnswerSink sink)
    {
        var reader = new JsonReader(citations);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                CiteOne(ref reader, sink);
            }
        }
    }

    private void CiteOne(scoped ref JsonReader reader, IAnswerSink sink)
    {
        var citation = PageCitation.Read(ref reader, out var type);
        if (type.SequenceEqual("web_search_result_location"u8) && !citation.Url.IsEmpty)
        {
            // It is for its whole block.
            Open(AnswerPartKind.Text, sink);
            sink.Cite(new AnswerCitation(citation.Url, citation.Title));
        }
        else
        {
            source.Report.Lose(LossRule.AnswerDocumentCitation);
        }
    }
}
