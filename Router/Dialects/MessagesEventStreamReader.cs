// Reads one Messages stream as events.
using System.Text.Json;
using System.Text.Unicode;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The answer ends with <c>message_stop</c> and with nothing else.</summary>
internal sealed class MessagesEventStreamReader(AnswerSource source) : IAnswerStreamReader
{
    private readonly MessagesOrder _blocks = new(source);
    private readonly EventPattern _pattern = new();
    private byte[] _pieceType = [];
    private MessagesUsageCounts _counts;
    private AnswerFailure? _failure;
    private AnswerEnd? _end;
    private bool _begun;
    private bool _done;

    /// <inheritdoc/>
    public UsageReport Counted => new(_counts.ToUsage());

    /// <inheritdoc/>
    public long WaitingBytes => _blocks.WaitingBytes;

    /// <inheritdoc/>
    public AnswerFailure? Read(in SseFrame frame, IAnswerSink sink)
    {
        // Some vendors end with the mark of another dialect. An event without its blank line counts only when it is the end, one way or the other.
        var data = frame.Data.Trim(" \t\r\n"u8);
        if (_done || _failure is not null || data.IsEmpty || data.SequenceEqual("[DONE]"u8) || !(frame.IsComplete || IsEnd(data, frame.EventName)))
        {
            return _failure;
        }

        try
        {
            _failure = Utf8.IsValid(data) ? Read(data, frame.EventName, sink) : AnswerFailure.Garbage;
        }
        catch (JsonException)
        {
            _failure = AnswerFailure.Garbage;
        }

        return _failure;
    }

    /// <inheritdoc/>
    public AnswerFailure? Complete(IAnswerSink sink) => _failure ??= _done ? null : AnswerFailure.Truncated;

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _blocks.Dispose();

    /// <summary>Half an event is no end: it was cut.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name)
    {
        try
        {
            var found = MessagesEvent.Read(data);
            return found.Kind is MessagesEventKind.Stop or MessagesEventKind.Error
                || (found.Kind == MessagesEventKind.Unknown && (!found.Error.IsEmpty || name.SequenceEqual("error"u8)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private AnswerFailure? Read(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IAnswerSink sink)
    {
        if (_pattern.TryMatch(data, out var piece))
        {
            return Add(MessagesBlock.Piece(_pieceType, piece), sink);
        }

        _pattern.Forget();
        var found = MessagesEvent.Read(data);
        switch (found.Kind)
        {
            case MessagesEventKind.BlockDelta or MessagesEventKind.BlockStart or MessagesEventKind.BlockStop when _begun:
                return TakeOfBlock(found, data, sink);
            case MessagesEventKind.Start when !_begun && !found.Message.IsEmpty:
                Begin(MessagesEvent.Read(found.Message), sink);
                return null;
            case MessagesEventKind.MessageDelta when _begun:
                return ReadEnd(found, sink);
            case MessagesEventKind.Stop when _begun:
                return End(sink);
            case MessagesEventKind.Ping:
                return null;
            case MessagesEventKind.Error:
            case MessagesEventKind.Unknown when !found.Error.IsEmpty || name.SequenceEqual("error"u8):
                return MessagesEventReader.Reported(data);
            case MessagesEventKind.Unknown:
                source.Report.Lose(LossRule.AnswerUnknownPart);
                return null;
            default:
                return AnswerFailure.Garbage;
        }
    }

    private AnswerFailure? TakeOfBlock(in MessagesEvent found, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        var belongs = _blocks.Take(found, data, sink, out var isPassed);
        if (isPassed && found.Kind == MessagesEventKind.BlockDelta && _pattern.TryTake(data, found.Block.OnlyPiece))
        {
            // The event behind a piece is most often another of the same part.
            _pieceType = found.Block.Type.SequenceEqual(_pieceType) ? _pieceType : found.Block.Type.ToArray();
        }

        return belongs ? null : AnswerFailure.Garbage;
    }

    private AnswerFailure? Add(in MessagesBlock piece, IAnswerSink sink) => _blocks.Add(piece, sink) ? null : AnswerFailure.Garbage;

    private void Begin(in MessagesEvent message, IAnswerSink sink)
    {
        _begun = true;
        sink.Begin(MessagesEventReader.StartOf(message));
        if (!message.Usage.IsEmpty)
        {
            MessagesEventReader.Count(ref _counts, message.Usage, isStart: true, sink);
        }
    }

    /// <summary>The reason and the last counts; the end itself comes with the next event.</summary>
    private AnswerFailure? ReadEnd(in MessagesEvent found, IAnswerSink sink)
    {
        if (!found.Usage.IsEmpty)
        {
            MessagesEventReader.Count(ref _counts, found.Usage, isStart: false, sink);
        }

        var delta = found.Block;
        if (delta.StopReason.IsEmpty)
        {
            return null;
        }

        if (!_blocks.Complete(sink))
        {
            return AnswerFailure.Garbage;
        }

        var canEnd = MessagesStopReasons.TryRead(delta.StopReason, delta.StopSequence, delta.StopDetails, _blocks.HasCall, source, out var end);
        _end = end;
        return canEnd ? null : AnswerFailure.Untranslatable;
    }

    private AnswerFailure? End(IAnswerSink sink)
    {
        if (!_blocks.Complete(sink))
        {
            return AnswerFailure.Garbage;
        }

        _done = true;
        if (_end is null)
        {
            MessagesStopReasons.TryRead(default, default, default, _blocks.HasCall, source, out var end);
            _end = end;
        }

        sink.End(_end.Value);
        return null;
    }
}
