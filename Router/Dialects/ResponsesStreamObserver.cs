// Watches a Responses stream go by.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Pieces of the answer are measured by <see cref="DeltaLook"/>; every other event is read.</summary>
internal sealed class ResponsesStreamObserver : IStreamObserver
{
    /// <summary>No service makes a longer id; a longer one is not kept.</summary>
    private const int LongestId = 256;

    private OpenAIUsageCounts _counts;
    private long _events;
    private long _createdAt;
    private byte[] _id = [];
    private byte[] _model = [];
    private CreatedIds _created;
    private bool _hasContent;
    private bool _done;

    /// <inheritdoc/>
    public TokenUsage Usage => _counts.ToUsage();

    /// <inheritdoc/>
    public long? UpstreamCostNano => _counts.CostNano;

    /// <inheritdoc/>
    public long ContentBytes { get; private set; }

    /// <inheritdoc/>
    public UpstreamErrorFacts? Error { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyCollection<StoredId> Created => _created.All;

    /// <inheritdoc/>
    public bool ErrorEnds { get; private set; }

    /// <inheritdoc/>
    public bool SawEnd => _done && Error is null;

    /// <inheritdoc/>
    public int ModelStart { get; private set; } = -1;

    /// <inheritdoc/>
    public int ModelLength { get; private set; }

    /// <inheritdoc/>
    public FrameFacts Observe(in SseFrame frame, bool wantModel = false)
    {
        ModelStart = -1;
        ModelLength = 0;
        var data = frame.Data;
        if (data.IsEmpty || data.Trim(" \t\r\n"u8) is [] or [(byte)'[', (byte)'D', (byte)'O', (byte)'N', (byte)'E', (byte)']'])
        {
            // Some vendors end with [DONE], which says nothing here.
            return FrameFacts.Ignorable;
        }

        if (frame.IsComplete && DeltaLook.TypeOf(data) is { IsEmpty: false } type
            && type.EndsWith(".delta"u8) && type.StartsWith("response."u8)
            && DeltaLook.TryMeasure(data, "\"delta\":\""u8, out var length))
        {
            ContentBytes += length;
            _events++;
            _hasContent = true;
            return FrameFacts.Content;
        }

        return Read(frame, data, wantModel);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // The stream says its end in its last event and holds nothing back.
    }

    /// <inheritdoc/>
    public void WriteError(IBufferWriter<byte> output, RouterError error, in StreamFailure failure) =>
        ResponsesFailure.Write(output, error, failure, _id, _model, _createdAt, _events);

    private FrameFacts Read(in SseFrame frame, ReadOnlySpan<byte> data, bool wantModel)
    {
        if (!ResponsesDocumentReader.TryRead(data, ref _counts, out var document))
        {
            return Fail(UpstreamErrorFacts.Garbage);
        }

        // What the end of the stream left over goes on only when it is the end.
        _events += frame.IsComplete ? 1 : 0;
        if (document.Kind == ResponsesEventKind.Unknown && frame.EventName.Length > 0)
        {
            document.Kind = ResponsesDocumentReader.KindOf(frame.EventName);
        }

        // What a last event repeats was counted as it went by, or comes with it alone.
        ContentBytes = document.HasResponse ? Math.Max(ContentBytes, document.ContentBytes) : ContentBytes + document.ContentBytes;
        if (document.IsNotKept)
        {
            _created.AnswerIsNotKept();
        }

        if (ResponsesCreatedIds.MayBeIn(data, document.IsNotKept))
        {
            ResponsesCreatedIds.ReadEvent(data, ref _created);
        }

        if (document.HasResponse)
        {
            Remember(data, document, !wantModel);
            if (wantModel && document.ModelLength > 0)
            {
                ModelStart = frame.RawOffsetOf(document.ModelStart);
                ModelLength = ModelStart < 0 ? 0 : document.ModelLength;
            }
        }

        switch (document.Kind)
        {
            case ResponsesEventKind.Content:
                _hasContent = true;
                return FrameFacts.Content;
            case ResponsesEventKind.ItemAdded:
                _hasContent |= document.ItemIsContent;
                return document.ItemIsContent ? FrameFacts.Content : FrameFacts.None;
            case ResponsesEventKind.End when Error is { } told:
                // An end behind an error is none, and is not passed on: the number that follows is its own.
                _events -= frame.IsComplete ? 1 : 0;
                return Fail(told) | FrameFacts.End;
            case ResponsesEventKind.End:
                _done = true;
                return FrameFacts.Content | FrameFacts.End;
            case ResponsesEventKind.Failed:
                ErrorEnds = true;
                return Fail(Error ?? ErrorOf(document, data));
            case ResponsesEventKind.Error when _hasContent:
                // The failure that this dialect ends with still follows; if it does not, this one is told.
                Error ??= ErrorOf(document, data);
                return FrameFacts.None;
            case ResponsesEventKind.Error:
                return Fail(ErrorOf(document, data));
            case ResponsesEventKind.Unknown or ResponsesEventKind.Preamble:
                return document is { HasResponse: false, Error: { } error } ? Fail(error) : FrameFacts.None;
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>What an event that is an error says, also when only its name tells that it is one.</summary>
    private static UpstreamErrorFacts ErrorOf(in ResponsesDocument document, ReadOnlySpan<byte> data) =>
        document.Error ?? UpstreamErrorReader.ReadDocument(data) ?? new UpstreamErrorFacts(null);

    private FrameFacts Fail(UpstreamErrorFacts error)
    {
        Error ??= error;
        return FrameFacts.Error;
    }

    /// <param name="withModel">False where callers see the group's name instead.</param>
    private void Remember(ReadOnlySpan<byte> data, in ResponsesDocument document, bool withModel)
    {
        if (_id.Length == 0 && document.IdLength is > 2 and <= LongestId)
        {
            _id = data.Slice(document.IdStart, document.IdLength).ToArray();
            _createdAt = document.CreatedAt;
        }

        if (withModel && _model.Length == 0 && document.ModelLength is > 2 and <= LongestId)
        {
            _model = data.Slice(document.ModelStart, document.ModelLength).ToArray();
        }
    }
}
