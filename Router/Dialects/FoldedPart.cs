// One part of a folded answer.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>A part with where its bytes lie in the fold that made it; <see cref="AnswerFold"/> gives them out.</summary>
/// <param name="Head">How it began.</param>
/// <param name="Text">Where its text is.</param>
/// <param name="Kept">Where what its maker wants back is.</param>
/// <param name="LogProbs">Where its log probabilities are.</param>
/// <param name="Citations">Its sources, in the order they came.</param>
internal readonly record struct FoldedPart(
    AnswerPart Head, Range Text, Range Kept, Range LogProbs, ImmutableArray<FoldedCitation> Citations)
{
    /// <summary>About what one takes beside its text and its sources.</summary>
    internal const int Bytes = 160;
}
