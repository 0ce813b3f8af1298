// Measures an answer on its way to the caller.
using Router.Inference;

namespace Router.Dialects;

/// <summary>What the relay and the ledger must know of a translated answer, taken from the events that pass; everything goes on unchanged.</summary>
internal sealed class AnswerMeter(IAnswerSink next) : IAnswerSink
{
    /// <summary>The last counts that came.</summary>
    internal UsageReport Usage { get; private set; }

    /// <summary>Bytes of text, reasoning and arguments, for an estimate when no usage came.</summary>
    internal long ContentBytes { get; private set; }

    /// <summary>Part of the answer has gone out: from here on there is no other target.</summary>
    internal bool HasContent { get; private set; }

    /// <summary>The answer is whole.</summary>
    internal bool Ended { get; private set; }

    /// <inheritdoc/>
    public void Begin(in AnswerStart start) => next.Begin(start);

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        HasContent = true;
        ContentBytes += part.Tool?.Name.Length ?? 0;
        next.BeginPart(part);
    }

    /// <inheritdoc/>
    public void Piece(in AnswerPiece piece)
    {
        ContentBytes += piece.Text.Length;
        next.Piece(piece);
    }

    /// <inheritdoc/>
    public void Cite(in AnswerCitation citation) => next.Cite(citation);

    /// <inheritdoc/>
    public void Keep(ReadOnlySpan<byte> payload) => next.Keep(payload);

    /// <inheritdoc/>
    public void EndPart() => next.EndPart();

    /// <inheritdoc/>
    public void Count(in UsageReport usage)
    {
        Usage = usage;
        next.Count(usage);
    }

    /// <inheritdoc/>
    public void End(in AnswerEnd end)
    {
        HasContent = true;
        Ended = true;
        next.End(end);
    }
}
