// Why an answer could not be read to its end.
using Router.Inference;

namespace Router.Dialects;

/// <param name="Kind">What happened.</param>
/// <param name="Error">Of <see cref="AnswerFailureKind.Reported"/>: what the upstream says of it.</param>
internal sealed record AnswerFailure(AnswerFailureKind Kind, UpstreamErrorFacts? Error = null)
{
    /// <summary>What the upstream counted all the same, of an answer that was read whole.</summary>
    internal UsageReport Counted { get; init; }

    /// <summary>The bytes are not of the dialect.</summary>
    internal static AnswerFailure Garbage { get; } = new(AnswerFailureKind.Garbage);

    /// <summary>The answer ended before its end.</summary>
    internal static AnswerFailure Truncated { get; } = new(AnswerFailureKind.Truncated);

    /// <summary>The upstream stopped where only its own dialect can go on (<c>pause_turn</c>).</summary>
    internal static AnswerFailure Untranslatable { get; } = new(AnswerFailureKind.Untranslatable);
}
