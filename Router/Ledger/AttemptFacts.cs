// One attempt as the ledger keeps it.
using Router.Inference;

namespace Router.Ledger;

/// <summary>A row of <c>attempts</c>. Times are Unix milliseconds and milliseconds.</summary>
/// <param name="Index">1 for the first.</param>
/// <param name="Status">HTTP status of the upstream, or null when none came.</param>
/// <param name="ErrorClass">A short fixed word (<c>connect</c>, <c>timeout_first_byte</c>, <c>status_500</c>, …), or null for the attempt that served.</param>
internal sealed record AttemptFacts(
    int Index,
    string Provider,
    string Model,
    Dialect Dialect,
    int? Status,
    string? ErrorClass,
    long StartedAt,
    long DurationMs,
    long? FirstByteMs,
    TokenUsage Usage,
    long Cost);
