// A piece of a part's text.
namespace Router.Inference;

/// <summary>Points into the upstream's bytes; good for one call.</summary>
internal readonly ref struct AnswerPiece(ReadOnlySpan<byte> text, TextForm form)
{
    internal ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>Pieces of one part may be of different forms.</summary>
    internal TextForm Form { get; } = form;

    /// <summary>
    /// Log probabilities of the piece's tokens: JSON objects (<c>token, logprob, bytes, top_logprobs</c>) with commas between, without
    /// brackets, as Chat and Responses both have them; empty when there are none.
    /// </summary>
    internal ReadOnlySpan<byte> LogProbs { get; init; }
}
