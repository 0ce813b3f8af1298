// Reads one Responses stream into events.
using System.Text.Json;
using System.Text.Unicode;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Items are handed on one after another, also those that come side by side (<see cref="ResponsesOrder"/>). What appears only in a
/// <c>done</c>, in a whole item or in the last event is handed on then, and nothing twice.
/// </summary>
internal sealed class ResponsesAnswerStream(AnswerSource source) : IAnswerStreamReader
{
    private readonly ResponsesOrder _items = new(source);
    private readonly EventPattern _pattern = new();
    private byte[] _pieceName = [];
    private int _pieceItem;
    private int _piecePart;
    private OpenAIUsageCounts _counts;
    private AnswerFailure? _told;
    private bool _begun;
    private bool _ended;

    /// <inheritdoc/>
    public AnswerFailure? Read(in SseFrame frame, IAnswerSink sink)
    {
        var data = frame.Data.Trim(" \t\r\n"u8);
        if (_ended || data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            return null;
        }

        if (!Utf8.IsValid(data))
        {
            return AnswerFailure.Garbage;
        }

        if (frame.IsComplete && _pattern.TryMatch(data, out var piece))
        {
            _items.Take(_pieceName, ResponsesEvent.Piece(_pieceItem, _piecePart, piece), data, sink);
            return null;
        }

        _pattern.Forget();
        try
        {
            var found = ResponsesEvent.Of(data);
            var type = found.Type.IsEmpty ? frame.EventName : found.Type;

            // An event without its blank line counts only when it is the end, one way or the other.
            return frame.IsComplete || IsEnd(type) ? Take(type, found, data, sink) : null;
        }
        catch (JsonException)
        {
            return AnswerFailure.Garbage;
        }
    }

    /// <inheritdoc/>
    public UsageReport Counted => new(_counts.ToUsage(source.Traits), _counts.CostNano);

    /// <inheritdoc/>
    public long WaitingBytes => _items.WaitingBytes;

    /// <inheritdoc/>
    public AnswerFailure? Complete(IAnswerSink sink) => _ended ? null : _told ?? AnswerFailure.Truncated;

    /// <summary>Reads a whole body.</summary>
    internal AnswerFailure? ReadWhole(ReadOnlySpan<byte> body, IAnswerSink sink)
    {
        if (!Utf8.IsValid(body))
        {
            return AnswerFailure.Garbage;
        }

        try
        {
            var whole = ResponsesWhole.Of(body, ref _counts);
            if (whole.IsFailed || (whole.Error is not null && whole.Output.IsEmpty))
            {
                return new AnswerFailure(AnswerFailureKind.Reported, whole.Error ?? new UpstreamErrorFacts(null));
            }

            if (whole.Output is not [(byte)'[', ..])
            {
                return AnswerFailure.Garbage;
            }

            Begin(whole, sink);
            End(whole, sink);
            return null;
        }
        catch (JsonException)
        {
            return AnswerFailure.Garbage;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _items.Dispose();

    private static bool IsEnd(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("error"u8) || type.SequenceEqual("response.failed"u8)
        || type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8);

    private AnswerFailure? Take(ReadOnlySpan<byte> type, in ResponsesEvent found, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        if (type.SequenceEqual("error"u8))
        {
            // The failure that this dialect ends with may still follow; either says the same.
            _told ??= new AnswerFailure(AnswerFailureKind.Reported, UpstreamErrorReader.ReadDocument(data) ?? new UpstreamErrorFacts(null));
            return _told;
        }

        if (!type.StartsWith("response."u8))
        {
            return null;
        }

        var name = type["response.".Length..];
        if (name.SequenceEqual("created"u8) || name.SequenceEqual("in_progress"u8) || name.SequenceEqual("queued"u8))
        {
            Begin(ResponsesWhole.Of(found.Response, ref _counts), sink);
            return null;
        }

        if (name.SequenceEqual("failed"u8))
        {
            var error = ResponsesWhole.Of(found.Response, ref _counts).Error;
            return _told ?? new AnswerFailure(AnswerFailureKind.Reported, error ?? new UpstreamErrorFacts(null));
        }

        if (name.SequenceEqual("completed"u8) || name.SequenceEqual("incomplete"u8))
        {
            var whole = ResponsesWhole.Of(found.Response, ref _counts);
            Begin(whole, sink);
            End(whole, sink);
            return null;
        }

        if (!_begun)
        {
            Begin(default, sink);
        }

        _items.Take(name, found, data, sink);
        if (name.EndsWith(".delta"u8) && !found.Type.IsEmpty && found.LogProbs.IsEmpty
            && _pattern.TryTake(data, found.Delta, found.Number, found.Padding))
        {
            // The event behind a piece is most often another of the same part.
            _pieceName = name.SequenceEqual(_pieceName) ? _pieceName : name.ToArray();
            (_pieceItem, _piecePart) = (found.OutputIndex, found.PartIndex);
        }

        return null;
    }

    private void Begin(in ResponsesWhole whole, IAnswerSink sink)
    {
        if (!_begun)
        {
            _begun = true;
            sink.Begin(new AnswerStart(whole.Model.IsEmpty ? null : JsonText.Decode(whole.Model)) { ServiceTier = TierWords.Read(whole.ServiceTier) });
        }
    }

    private void End(in ResponsesWhole whole, IAnswerSink sink)
    {
        _ended = true;
        _items.Complete(whole.Output, sink);
        sink.Count(Counted);
        sink.End(new AnswerEnd(ReasonOf(whole)));
    }

    private FinishReason ReasonOf(in ResponsesWhole whole)
    {
        if (!whole.Status.SequenceEqual("incomplete"u8))
        {
            if (!whole.Status.IsEmpty && !whole.Status.SequenceEqual("completed"u8))
            {
                source.Report.Lose(LossRule.AnswerUnknownFinish);
            }

            return _items.HasCalls ? FinishReason.ToolCalls : FinishReason.Stop;
        }

        if (whole.IncompleteReason.SequenceEqual("content_filter"u8))
        {
            return FinishReason.ContentFilter;
        }

        if (!whole.IncompleteReason.SequenceEqual("max_output_tokens"u8))
        {
            source.Report.Lose(LossRule.AnswerUnknownFinish);
        }

        return FinishReason.Length;
    }
}
