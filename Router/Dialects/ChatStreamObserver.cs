// Watches a Chat Completions stream go by.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Reads a chunk only when it looks like none of the last pieces of the answer that were read (see <see cref="ChatChunkPattern"/>).
/// </summary>
internal sealed class ChatStreamObserver(bool callerWantsUsage, int answers) : IStreamObserver
{
    /// <summary>Enough for a few answers or calls whose pieces take turns.</summary>
    private const int MostPatterns = 4;

    private OpenAIUsageCounts _counts;
    private UInt128 _begun;
    private UInt128 _finished;
    // The choices seen are bits, so no more of them can be told apart.
    private readonly UInt128 _answers = (UInt128)Math.Clamp(answers, 1, 128);
    private readonly ChatChunkPattern?[] _patterns = new ChatChunkPattern?[MostPatterns];
    private int _lastMatch;
    private int _oldest;
    private bool _done;
    private CreatedIds _created;

    /// <inheritdoc/>
    public TokenUsage Usage => _counts.ToUsage();

    /// <inheritdoc/>
    public long? UpstreamCostNano => _counts.CostNano;

    /// <inheritdoc/>
    public long ContentBytes { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyCollection<StoredId> Created => _created.All;

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

        if (Match(data, out var length) is { } pattern)
        {
            ContentBytes += length;
            if (wantModel && pattern.ModelLength > 0)
            {
                SetModel(frame, leading + pattern.ModelStartIn(length), pattern.ModelLength);
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
        ContentBytes += document.ContentBytes;
        _created.Add(document.Created);
        if (wantModel && document.ModelLength > 0)
        {
            SetModel(frame, leading + document.ModelStart, document.ModelLength);
        }

        Remember(data, document);

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

    private ChatChunkPattern? Match(ReadOnlySpan<byte> data, out int length)
    {
        length = 0;
        for (var tried = 0; tried < MostPatterns; tried++)
        {
            var at = (_lastMatch + tried) % MostPatterns;
            if (_patterns[at] is { } pattern && pattern.TryMatch(data, out length))
            {
                _lastMatch = at;
                return pattern;
            }
        }

        return null;
    }

    private void Remember(ReadOnlySpan<byte> data, in ChatDocument document)
    {
        if (document.ContentStrings == 1 && (_patterns[_oldest] ??= new ChatChunkPattern()).TryTake(data, document))
        {
            _lastMatch = _oldest;
            _oldest = (_oldest + 1) % MostPatterns;
        }
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
