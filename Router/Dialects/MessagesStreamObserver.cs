// Watches a Messages stream go by.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Pieces of the answer are measured by <see cref="DeltaLook"/>; every other event is read.</summary>
internal sealed class MessagesStreamObserver : IStreamObserver
{
    private MessagesUsageCounts _counts;
    private CreatedIds _created;
    private bool _done;

    /// <inheritdoc/>
    public TokenUsage Usage => _counts.ToUsage();

    /// <inheritdoc/>
    public long? UpstreamCostNano => null;

    /// <inheritdoc/>
    public long ContentBytes { get; private set; }

    /// <inheritdoc/>
    public UpstreamErrorFacts? Error { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyCollection<StoredId> Created => _created.All;

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
            return FrameFacts.Ignorable;
        }

        if (frame.IsComplete && DeltaLook.TypeOf(data).SequenceEqual("content_block_delta"u8)
            && (DeltaLook.TryMeasure(data, "\"text\":\""u8, out var length) || DeltaLook.TryMeasure(data, "\"partial_json\":\""u8, out length)
                || DeltaLook.TryMeasure(data, "\"thinking\":\""u8, out length)))
        {
            ContentBytes += length;
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
    public void WriteError(IBufferWriter<byte> output, RouterError error, in StreamFailure failure)
    {
        output.Write("event: error\ndata: "u8);
        ErrorEnvelope.Write(Dialect.AnthropicMessages, output, error, failure.RequestId);
        output.Write("\n\n"u8);
    }

    private FrameFacts Read(in SseFrame frame, ReadOnlySpan<byte> data, bool wantModel)
    {
        if (!MessagesDocumentReader.TryRead(data, ref _counts, out var document))
        {
            return Fail(UpstreamErrorFacts.Garbage);
        }

        if (document.Kind == MessagesEventKind.Unknown && frame.EventName.Length > 0)
        {
            document.Kind = MessagesDocumentReader.KindOf(frame.EventName);
        }

        ContentBytes += document.ContentBytes;
        MessagesCreatedIds.ReadEvent(data, ref _created);
        if (wantModel && document.ModelLength > 0)
        {
            ModelStart = frame.RawOffsetOf(document.ModelStart);
            ModelLength = ModelStart < 0 ? 0 : document.ModelLength;
        }

        switch (document.Kind)
        {
            case MessagesEventKind.BlockDelta or MessagesEventKind.MessageDelta:
                return FrameFacts.Content;
            case MessagesEventKind.BlockStart:
                return document.BlockIsContent ? FrameFacts.Content : FrameFacts.None;
            case MessagesEventKind.Stop:
                _done = true;
                return FrameFacts.End;
            case MessagesEventKind.Error:
                return Fail(ErrorOf(document, data));
            case MessagesEventKind.Ping:
                return FrameFacts.Ignorable;
            case MessagesEventKind.Unknown or MessagesEventKind.Message or MessagesEventKind.Start or MessagesEventKind.BlockStop:
                return document.Error is { } error ? Fail(error) : FrameFacts.None;
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>What an event that is an error says, also when only its name tells that it is one.</summary>
    private static UpstreamErrorFacts ErrorOf(in MessagesDocument document, ReadOnlySpan<byte> data) =>
        document.Error ?? UpstreamErrorReader.ReadDocument(data) ?? new UpstreamErrorFacts(null);

    private FrameFacts Fail(UpstreamErrorFacts error)
    {
        Error ??= error;
        return FrameFacts.Error;
    }
}
