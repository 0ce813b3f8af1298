// Watches a Chat Completions stream go by.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Reads each chunk until content has begun; from then on <see cref="ChatQuickLook"/> lets plain pieces of the answer pass and
/// only the others are read.
/// </summary>
internal sealed class ChatStreamObserver(bool callerWantsUsage, int answers) : IStreamObserver
{
    private const int LongestPrefix = 1024;

    private OpenAIUsageCounts _counts;
    private UInt128 _begun;
    private UInt128 _finished;
    // The choices seen are bits, so no more of them can be told apart.
    private readonly UInt128 _answers = (UInt128)Math.Clamp(answers, 1, 128);
    private bool _done;
    private bool _hasContent;

    // The head of the last chunk read in full, up to and including its model name: chunks of one stream begin alike, and a
    // chunk with the same head has its model name in the same place.
    private byte[] _prefix = [];
    private int _prefixLength;
    private int _prefixModelLength;

    /// <inheritdoc/>
    public TokenUsage Usage => _counts.ToUsage();

    /// <inheritdoc/>
    public long? UpstreamCostNano => _counts.CostNano;

    /// <inheritdoc/>
    public long ContentBytes { get; private set; }

    /// <inheritdoc/>
    public UpstreamErrorFacts? Error { get; private set; }

    /// <inheritdoc/>
    public bool SawEnd => Error is null && (_done || ((_begun & ~_finished) == 0 && UInt128.PopCount(_finished) >= _answers));

    /// <inheritdoc/>
    public int ModelStart { get; private set; } = -1;

    /// <inheritdoc/>
    public int ModelLength { get; private set; }

    /// <inheritdoc/>
    public FrameFacts Observe(in SseFrame frame, bool wantModel = false)
    {
        ModelStart = -1;
        ModelLength = 0;
        var leading = 0;
        var data = Trim(frame.Data, ref leading);
        if (frame.EventName.SequenceEqual("error"u8))
        {
            return Fail(UpstreamErrorReader.Read(0, data));
        }

        if (data.IsEmpty)
        {
            return FrameFacts.Ignorable;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            _done = true;
            return FrameFacts.End;
        }

        // What the end of the stream left over may be cut anywhere, so it is always read.
        if (_hasContent && frame.IsComplete && (!wantModel || HasKnownHead(data))
            && ChatQuickLook.TryMeasure(data, _begun, out var bytes))
        {
            ContentBytes += bytes;
            if (wantModel)
            {
                SetModel(frame, leading + _prefixLength - _prefixModelLength, _prefixModelLength);
            }

            return FrameFacts.Content;
        }

        return Read(frame, data, leading, wantModel);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Chat says its end in the frames themselves and holds nothing back.
    }

    /// <inheritdoc/>
    public void WriteError(IBufferWriter<byte> output, RouterError error, in StreamFailure failure)
    {
        output.Write("data: "u8);
        ErrorEnvelope.Write(Dialect.OpenAIChat, output, error, failure.RequestId);
        output.Write("\n\n"u8);
    }

    private FrameFacts Read(in SseFrame frame, ReadOnlySpan<byte> data, int leading, bool wantModel)
    {
        if (!ChatDocumentReader.TryRead(data, ref _counts, out var document))
        {
            return Fail(UpstreamErrorFacts.Garbage);
        }

        if (document.Error is not null)
        {
            return Fail(document.Error);
        }

        _begun |= document.Choices;
        _finished |= document.Finished;
        _hasContent |= document.HasContent;
        ContentBytes += document.ContentBytes;
        if (wantModel && document.ModelLength > 0)
        {
            Remember(data[..(document.ModelStart + document.ModelLength)], document.ModelLength);
            SetModel(frame, leading + document.ModelStart, document.ModelLength);
        }

        if (document.Choices == 0 && document.HasUsage && !callerWantsUsage)
        {
            return FrameFacts.UsageOnly;
        }

        return document.HasContent ? FrameFacts.Content : FrameFacts.None;
    }

    private FrameFacts Fail(UpstreamErrorFacts error)
    {
        Error ??= error;
        return FrameFacts.Error;
    }

    private bool HasKnownHead(ReadOnlySpan<byte> data) =>
        _prefixLength > 0 && data.StartsWith(_prefix.AsSpan(0, _prefixLength));

    private void Remember(ReadOnlySpan<byte> head, int modelLength)
    {
        _prefixLength = 0;
        if (head.Length > LongestPrefix)
        {
            return;
        }

        if (_prefix.Length < head.Length)
        {
            _prefix = new byte[LongestPrefix];
        }

        head.CopyTo(_prefix);
        _prefixLength = head.Length;
        _prefixModelLength = modelLength;
    }

    private void SetModel(in SseFrame frame, int dataOffset, int length)
    {
        ModelStart = frame.RawOffsetOf(dataOffset);
        ModelLength = ModelStart < 0 ? 0 : length;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> data, ref int leading)
    {
        if (data.Length > 0 && data[0] > ' ' && data[^1] > ' ')
        {
            return data;
        }

        leading = Math.Max(0, data.IndexOfAnyExcept(" \t\r\n"u8));
        return data.Trim(" \t\r\n"u8);
    }
}
