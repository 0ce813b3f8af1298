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
    private readonly ChatCalls _calls = new();
    private OpenAIUsageCounts _counts;
    private AnswerPartKind? _open;
    private FinishReason? _finish;
    private bool _begun;
    private bool _ended;
    private bool _isUnknownFinish;

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
            // Some vendors end without saying why.
            _isUnknownFinish |= _finish is null;
            _finish ??= FinishReason.Stop;
            End(sink);
            return null;
        }

        return ReadChunk(data, sink, isWhole: false);
    }

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

        if (ReadChunk(body, sink, isWhole: true) is { } failure)
        {
            return failure;
        }

        _isUnknownFinish |= _finish is null;
        _finish ??= FinishReason.Stop;
        End(sink);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private AnswerFailure? ReadChunk(ReadOnlySpan<byte> json, IAnswerSink sink, bool isWhole)
    {
        if (!Utf8.IsValid(json))
        {
            return AnswerFailure.Garbage;
        }

        try
        {
            var chunk = ChatChunk.Of(json, ref _counts);
            if (chunk.Error is not null)
            {
                return new AnswerFailure(AnswerFailureKind.Reported, chunk.Error);
            }

            if (isWhole && !chunk.HasChoice)
            {
                return AnswerFailure.Garbage;
            }

            Take(chunk, sink);
            return null;
        }
        catch (JsonException)
        {
            return AnswerFailure.Garbage;
        }
    }

    private void Take(in ChatChunk chunk, IAnswerSink sink)
    {
        if (!_begun && chunk.HasChoice)
        {
            _begun = true;
            sink.Begin(new AnswerStart(TextOf(chunk.Id), TextOf(chunk.Model)) { ServiceTier = TierWords.Read(chunk.ServiceTier) });
        }

        if (!chunk.HasChoice)
        {
            return;
        }

        Say(AnswerPartKind.Reasoning, chunk.Reasoning, default, sink);
        TakeContent(chunk, sink);
        Say(AnswerPartKind.Refusal, chunk.Refusal, default, sink);
        TakeAnnotations(chunk.Annotations, sink);
        if (!chunk.Calls.IsEmpty)
        {
            CloseText(sink);
            _calls.Take(chunk.Calls, sink);
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
    }

    private void TakeContent(in ChatChunk chunk, IAnswerSink sink)
    {
        if (chunk.Content is [(byte)'"', .., (byte)'"'])
        {
            Say(AnswerPartKind.Text, chunk.Content[1..^1], chunk.LogProbs, sink);
        }
        else if (chunk.Content is [(byte)'[', ..])
        {
            var reader = DialectJson.Reader(chunk.Content);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && JsonText.ValueIs(reader, "text"u8))
                {
                    Say(AnswerPartKind.Text, ChatChunk.Text(ref reader), default, sink);
                }
            }
        }
        else if (!chunk.LogProbs.IsEmpty && _open == AnswerPartKind.Text)
        {
            sink.Piece(new AnswerPiece(default, TextForm.Escaped) { LogProbs = chunk.LogProbs });
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
    }

    private void TakeAnnotations(ReadOnlySpan<byte> list, IAnswerSink sink)
    {
        if (list.IsEmpty || _open != AnswerPartKind.Text)
        {
            return;
        }

        var reader = DialectJson.Reader(list);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !JsonText.ValueIs(reader, "url_citation"u8))
            {
                continue;
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Cite(ref reader, sink);
            }
        }
    }

    private static void Cite(scoped ref Utf8JsonReader reader, IAnswerSink sink)
    {
        ReadOnlySpan<byte> url = default, title = default;
        long? start = null, end = null;
        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "url"u8))
            {
                url = ChatChunk.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "title"u8))
            {
                title = ChatChunk.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "start_index"u8))
            {
                UsageNumbers.Read(ref reader, ref start);
            }
            else if (JsonText.ValueIs(reader, "end_index"u8))
            {
                UsageNumbers.Read(ref reader, ref end);
            }
            else
            {
                reader.Skip();
            }
        }

        sink.Cite(new AnswerCitation(url, title) { Start = start, End = end });
    }

    private void CloseText(IAnswerSink sink)
    {
        if (_open is not null)
        {
            _open = null;
            sink.EndPart();
        }
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
        if (_isUnknownFinish)
        {
            source.Report.Lose(LossRule.AnswerUnknownFinish);
        }

        sink.Count(new UsageReport(Usage(), _counts.CostNano));
        var reason = _finish == FinishReason.Stop && hasCalls ? FinishReason.ToolCalls : _finish!.Value;
        sink.End(new AnswerEnd(reason));
    }

    private TokenUsage Usage()
    {
        var usage = _counts.ToUsage();
        return source.Traits.TotalExcludesReasoning && usage is { Output: { } output, Reasoning: { } reasoning }
            ? usage with { Output = output + reasoning }
            : usage;
    }

    private FinishReason ReasonOf(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("stop"u8))
        {
            return FinishReason.Stop;
        }

        if (word.SequenceEqual("length"u8))
        {
            return FinishReason.Length;
        }

        if (word.SequenceEqual("tool_calls"u8) || word.SequenceEqual("function_call"u8))
        {
            return FinishReason.ToolCalls;
        }

        if (word.SequenceEqual("content_filter"u8))
        {
            return FinishReason.ContentFilter;
        }

        _isUnknownFinish = true;
        return FinishReason.Stop;
    }

    private static string? TextOf(ReadOnlySpan<byte> raw) => raw.IsEmpty ? null : JsonText.Decode(raw);
}
