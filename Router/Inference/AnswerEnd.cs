// How an answer ended.
namespace Router.Inference;

/// <param name="Reason">Why.</param>
internal readonly record struct AnswerEnd(FinishReason Reason)
{
    /// <summary>The sequence that it stopped at, decoded; null when none is known.</summary>
    internal string? StopSequence { get; init; }

    /// <summary>Of <see cref="FinishReason.ContentFilter"/>: what the service says of it, decoded.</summary>
    internal string? Explanation { get; init; }
}
