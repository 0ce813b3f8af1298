// Collects the events of an answer into the whole answer.
using System.Runtime.InteropServices;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// What whole bodies are written from, and what a stream repeats at its end. The texts of all parts lie behind one another in one pooled
/// buffer, in escaped form whatever form they came in. It grows with the answer: whoever feeds it bounds the answer
/// (<see cref="HeldBytes"/>).
/// </summary>
internal sealed class AnswerFold : IAnswerSink, IDisposable
{
    private readonly PooledBuffer _texts = new();
    private readonly PooledBuffer _logProbs = new();
    private readonly List<FoldedPart> _parts = [];
    private readonly List<FoldedCitation> _citations = [];
    private AnswerPart _head;
    private int _textStart;
    private int _textEnd;
    private int _logProbsStart;
    private long _citationBytes;

    /// <summary>How it began.</summary>
    internal AnswerStart Start { get; private set; }

    /// <summary>Bytes that it keeps: texts, and about what parts and sources take beside them.</summary>
    internal long HeldBytes => _texts.Length + _logProbs.Length + ((long)_parts.Count * FoldedPart.Bytes) + _citationBytes;

    /// <summary>The parts that are whole.</summary>
    internal ReadOnlySpan<FoldedPart> Parts => CollectionsMarshal.AsSpan(_parts);

    /// <summary>The last counts; null when none came.</summary>
    internal UsageReport? Usage { get; private set; }

    /// <summary>How it ended; null while it has not.</summary>
    internal AnswerEnd? Finish { get; private set; }

    /// <summary>It ended before the model was done with it.</summary>
    internal bool IsCut => Finish?.Reason is FinishReason.Length or FinishReason.ContextWindow or FinishReason.ContentFilter;

    /// <summary>The text of a part, escaped; good until the next event.</summary>
    internal ReadOnlySpan<byte> TextOf(in FoldedPart part) => _texts.WrittenSpan[part.Text];

    /// <summary>What the part's maker wants back; empty when nothing.</summary>
    internal ReadOnlySpan<byte> KeptOf(in FoldedPart part) => _texts.WrittenSpan[part.Kept];

    /// <summary>The part's log probabilities, without brackets; empty when there are none.</summary>
    internal ReadOnlySpan<byte> LogProbsOf(in FoldedPart part) => _logProbs.WrittenSpan[part.LogProbs];

    /// <summary>True when some part is of that kind.</summary>
    internal bool Has(AnswerPartKind kind) => _parts.Exists(part => part.Head.Kind == kind);

    /// <summary>True when some part has a source.</summary>
    internal bool HasCitations => _parts.Exists(static part => part.Citations.Length > 0);

    /// <inheritdoc/>
    public void Begin(in AnswerStart start) => Start = start;

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        _head = part;
        _textStart = _textEnd = _texts.Length;
        _logProbsStart = _logProbs.Length;
        _citations.Clear();
    }

    /// <inheritdoc/>
    public void Piece(in AnswerPiece piece)
    {
        if (piece.Form == TextForm.Escaped)
        {
            _texts.TryWrite(piece.Text);
        }
        else
        {
            JsonEscaping.Escape(piece.Text, _texts);
        }

        _textEnd = _texts.Length;
        if (!piece.LogProbs.IsEmpty)
        {
            if (_logProbs.Length > _logProbsStart)
            {
                _logProbs.TryWrite(","u8);
            }

            _logProbs.TryWrite(piece.LogProbs);
        }
    }

    /// <inheritdoc/>
    public void Cite(in AnswerCitation citation)
    {
        _citations.Add(FoldedCitation.Of(citation));
        _citationBytes += _citations[^1].HeldBytes;
    }

    /// <inheritdoc/>
    public void Keep(ReadOnlySpan<byte> payload) => _texts.TryWrite(payload);

    /// <inheritdoc/>
    public void EndPart() => _parts.Add(new FoldedPart(
        _head, _textStart.._textEnd, _textEnd.._texts.Length, _logProbsStart.._logProbs.Length, [.. _citations]));

    /// <inheritdoc/>
    public void Count(in UsageReport usage) => Usage = usage;

    /// <inheritdoc/>
    public void End(in AnswerEnd end) => Finish = end;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _texts.Dispose();
        _logProbs.Dispose();
    }
}
