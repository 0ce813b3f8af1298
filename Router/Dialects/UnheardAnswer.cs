// Takes an answer that nobody is to hear.
using Router.Inference;

namespace Router.Dialects;

/// <summary>For a reader that is asked whether its answer is whole when that cannot help any more: what it says then is lost.</summary>
internal sealed class UnheardAnswer : IAnswerSink
{
    internal static UnheardAnswer Instance { get; } = new();

    /// <inheritdoc/>
    public void Begin(in AnswerStart start)
    {
    }

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
    }

    /// <inheritdoc/>
    public void Piece(in AnswerPiece piece)
    {
    }

    /// <inheritdoc/>
    public void Cite(in AnswerCitation citation)
    {
    }

    /// <inheritdoc/>
    public void Keep(ReadOnlySpan<byte> payload)
    {
    }

    /// <inheritdoc/>
    public void EndPart()
    {
    }

    /// <inheritdoc/>
    public void Count(in UsageReport usage)
    {
    }

    /// <inheritdoc/>
    public void End(in AnswerEnd end)
    {
    }
}
