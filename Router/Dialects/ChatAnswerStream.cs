// Reads one Chat Completions stream into events.
using System.Text.Json;
using System.Text.Unicode;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Chat says text and calls side by side, and the pieces of several calls in any order; events have one part open at a time. So the first
/// call's pieces go through, and what else comes while it is open waits in <see cref="ChatCalls"/> until the answer's end.
/// </summary>
internal sealed class ChatAnswerStream(AnswerSource source) : IAnswerStreamReader
{
    private readonly ChatCalls _calls = new(source);
    private readonly ChatCitations _citations = new();
    private readonly EventPattern _pattern = new();
    private readonly ChatThought _thought = new();
    private OpenAIUsageCounts _counts;
    private AnswerPartKind? _open;
    private AnswerPartKind _kind;
    private FinishReason? _finish;
    private bool _begun;
    private bool _hadDelta;
    private bool _ended;
    private bool _isUnknownFinish;
    private bool _isShort;

    // The chunk of usage alone has come, which comes last: some vendors say so, and not why, that the answer is whole.
    private bool _isCounted;

    /// <inheritdoc/>
    public AnswerFailure? Read(in SseFrame frame, IAnswerSink sink)
    {
        var data = frame.Data.Trim(" \t\r\n"u8);
        if (_ended || data.IsEmpty)
        {
            return null;
        }

        if (frame.EventName.SequenceEqual("error"u8))
        {
            return new AnswerFailure(AnswerFailureKind.Reported, UpstreamErrorReader.Read(0, data));
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            if (_finish is null && !_isCounted)
            {
                return AnswerFailure.Truncated;
            }

            EndWhole(sink);
            return null;
        }

        return ReadChunk(data, sink, isWhole: false, frame.IsComplete);
    }

    /// <inheritdoc/>
    public bool UsageSeen => !Counted.Tokens.IsEmpty;

    /// <inheritdoc/>
    public UsageReport Counted => new(_counts.ToUsage(source.Traits), _counts.CostNano);

    /// <inheritdoc/>
    public long WaitingBytes => _calls.WaitingBytes + _citations.WaitingBytes + _thought.WaitingBytes;

    /// <inheritdoc/>
    public AnswerFailure? Complete(IAnswerSink sink)
    {
        if (_ended)
        {
            return null;
        }

        if (_finish is null)
        {
            return AnswerFailure.Truncated;
        }

        End(sink);
        return null;
    }

    /// <summary>Reads a whole body.</summary>
    internal AnswerFailure? ReadWhole(ReadOnlySpan<byte> body, IAnswerSink sink)
    {
        if (body.IsEmpty)
        {
            return AnswerFailure.Garbage;
        }

        if (ReadChunk(body, sink, isWhole: true, isComplete: true) is { } failure)
        {
            return failure;
        }

        EndWhole(sink);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _calls.Dispose();
        _thought.Dispose();
    }

    /// <param name="isComplete">False for an event without its blank line, which counts only when it is the end.</param>
    private AnswerFailure? ReadChunk(ReadOnlySpan<byte> json, IAnswerSink sink, bool isWhole, bool isComplete)
    {
        if (!Utf8.IsValid(json))
        {
            return AnswerFailure.Garbage;
        }

        if (isComplete && _pattern.TryMatch(json, out var piece))
        {
            SayMore(piece, sink);
            return null;
        }

        _pattern.Forget();
        try
        {
            var chunk = ChatChunk.Of(json, ref _counts, isWhole, _hadDelta);
            _hadDelta = chunk.HasDelta;
            if (chunk.Error is not null)
            {
                return new AnswerFailure(AnswerFailureKind.Reported, chunk.Error);
            }

            if (isWhole && !chunk.HasChoice)
            {
                return AnswerFailure.Garbage;
            }

            if (isComplete || !chunk.FinishReason.IsEmpty)
            {
                // The chunk behind one that says nothing but a piece is most often like it.
                var input = Take(chunk, isWhole, sink);
                _pattern.TryTake(json, chunk.OnlyPiece(input, out _kind), padding: chunk.Padding);
            }

            return null;
        }
        catch (JsonException)
        {
            return AnswerFailure.Garbage;
        }
    }

    /// <returns>What its only call says; empty when there is none, or more.</returns>
    private ReadOnlySpan<byte> Take(in ChatChunk chunk, bool isWhole, IAnswerSink sink)
    {
        if (!_begun && chunk.HasChoice)
        {
            _begun = true;
            sink.Begin(new AnswerStart(chunk.Model.IsEmpty ? null : JsonText.Decode(chunk.Model)) { ServiceTier = TierWords.Read(chunk.ServiceTier) });
        }

        if (!chunk.HasChoice)
        {
            _isCounted |= _begun && UsageSeen;
            return default;
        }

        if (chunk.IsThoughtEmpty)
        {
            _calls.HasThought ??= false;
        }

        _thought.TakeDetails(chunk.Details, isWhole);
        Think(chunk.Reasoning, chunk.IsShortReasoning, sink, chunk.HasDetails);
        TakeContent(chunk, sink);
        Say(AnswerPartKind.Refusal, chunk.Refusal, default, sink);
        _citations.Take(chunk.Annotations, _open == AnswerPartKind.Text, sink);
        ReadOnlySpan<byte> input = default;
        if (!chunk.Calls.IsEmpty)
        {
            CloseText(sink);
            if (!_calls.Any)
            {
                _thought.KeepAlone(sink);
            }

            input = _calls.Take(chunk.Calls, sink);
        }

        if (!chunk.FunctionCall.IsEmpty)
        {
            CloseText(sink);
            _calls.TakeLegacy(chunk.FunctionCall, sink);
        }

        if (!chunk.FinishReason.IsEmpty)
        {
            _finish = ReasonOf(chunk.FinishReason);
        }

        return input;
    }

    /// <summary>A chunk that is like the one before it.</summary>
    private void SayMore(ReadOnlySpan<byte> piece, IAnswerSink sink)
    {
        if (_kind == AnswerPartKind.Call)
        {
            _calls.TakeMore(piece, sink);
        }
        else if (_kind == AnswerPartKind.Reasoning)
        {
            Think(piece, _isShort, sink);
        }
        else
        {
            Say(_kind, piece, default, sink);
        }
    }

    private void TakeContent(in ChatChunk chunk, IAnswerSink sink)
    {
        if (chunk.Content is [(byte)'"', .., (byte)'"'])
        {
            Say(AnswerPartKind.Text, chunk.Content[1..^1], chunk.LogProbs, sink);
        }
        else if (chunk.Content is [(byte)'[', ..])
        {
            TakeParts(chunk.Content, sink);
        }
        else if (!chunk.LogProbs.IsEmpty && _open == AnswerPartKind.Text)
        {
            sink.Piece(new AnswerPiece(default, TextForm.Escaped) { LogProbs = chunk.LogProbs });
        }
    }

    /// <summary>Some vendors say the content as a list of parts, one of which may be what the model thought.</summary>
    private void TakeParts(ReadOnlySpan<byte> list, IAnswerSink sink)
    {
        var reader = new JsonReader(list);
        reader.Read();
        while (reader.NextElement())
        {
            if (!reader.Enter(JsonTokenType.StartObject))
            {
                continue;
            }

            ReadOnlySpan<byte> type = default, text = default, thinking = default;
            while (reader.NextMember())
            {
                if (reader.Is("type"u8))
                {
                    type = reader.ReadText();
                }
                else if (reader.Is("text"u8))
                {
                    text = reader.ReadText();
                }
                else if (reader.Is("thinking"u8))
                {
                    thinking = reader.ReadRaw();
                }
                else
                {
                    reader.Skip();
                }
            }

            if (type.SequenceEqual("text"u8))
            {
                Say(AnswerPartKind.Text, text, default, sink);
            }
            else if (type.SequenceEqual("thinking"u8))
            {
                SayThoughts(thinking, sink);
            }
            else
            {
                source.Report.Lose(LossRule.AnswerUnknownPart);
            }
        }
    }

    private void SayThoughts(ReadOnlySpan<byte> texts, IAnswerSink sink)
    {
        var reader = new JsonReader(texts);
        while (!texts.IsEmpty && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.Is("text"u8))
            {
                Say(AnswerPartKind.Reasoning, reader.ReadText(), default, sink);
            }
        }
    }

    /// <summary>What the model thought, under a name that its maker takes back; its details go in its place where it has any.</summary>
    private void Think(ReadOnlySpan<byte> text, bool isShort, IAnswerSink sink, bool isDetailed = false)
    {
        Say(AnswerPartKind.Reasoning, text, default, sink);
        _isShort = isShort;
        if (!text.IsEmpty && !isDetailed && _open == AnswerPartKind.Reasoning)
        {
            _calls.HasThought = true;
            _thought.Take(text, isShort);
        }
    }

    private void Say(AnswerPartKind kind, ReadOnlySpan<byte> text, ReadOnlySpan<byte> logProbs, IAnswerSink sink)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (_calls.Any)
        {
            // A call is open and may go on: what is said meanwhile follows it.
            _calls.Hold(kind, text);
            return;
        }

        if (_open != kind)
        {
            CloseText(sink);
            _open = kind;
            sink.BeginPart(new AnswerPart(kind));
        }

        sink.Piece(new AnswerPiece(text, TextForm.Escaped) { LogProbs = logProbs });
        if (kind == AnswerPartKind.Text)
        {
            _citations.TakeEarly(sink);
        }
    }

    private void CloseText(IAnswerSink sink)
    {
        if (_open is null)
        {
            return;
        }

        if (_open == AnswerPartKind.Reasoning)
        {
            _thought.Keep(sink);
        }

        _open = null;
        sink.EndPart();
    }

    /// <summary>A whole answer that does not say why it ended has stopped.</summary>
    private void EndWhole(IAnswerSink sink)
    {
        _isUnknownFinish |= _finish is null;
        _finish ??= FinishReason.Stop;
        End(sink);
    }

    private void End(IAnswerSink sink)
    {
        _ended = true;
        if (!_begun)
        {
            sink.Begin(default);
        }

        CloseText(sink);
        var hasCalls = _calls.Any;
        _calls.Complete(sink);
        if (hasCalls)
        {
            // What came late follows them; without calls nobody asks for it.
            _thought.KeepAlone(sink);
        }

        if (_isUnknownFinish)
        {
            source.Report.Lose(LossRule.AnswerUnknownFinish);
        }

        if (_citations.HasEarly)
        {
            source.Report.Lose(LossRule.AnswerUnknownPart);
        }

        sink.Count(Counted);
        var reason = _finish == FinishReason.Stop && hasCalls ? FinishReason.ToolCalls : _finish!.Value;
        sink.End(new AnswerEnd(reason));
    }

    private FinishReason ReasonOf(ReadOnlySpan<byte> word)
    {
        var reason = ChatFinishWords.Read(word);
        _isUnknownFinish |= reason is null;
        return reason ?? FinishReason.Stop;
    }
}
