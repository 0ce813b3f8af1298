// How a request ended, for its one row.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Ledger;

/// <summary>The last half of a usage row. Durations are milliseconds.</summary>
internal sealed record Settlement
{
    /// <summary>Unix milliseconds.</summary>
    internal required long EndedAt { get; init; }

    /// <summary>HTTP status the caller saw (200 for a stream that broke later; 499 when the caller left before an answer).</summary>
    internal required int Status { get; init; }

    /// <summary>The contract's code, or null.</summary>
    internal string? ErrorCode { get; init; }

    internal required Outcome Outcome { get; init; }

    /// <summary>The target that served (or was being tried last); null when none was tried.</summary>
    internal TargetFacts? Served { get; init; }

    /// <summary>Usage of the attempt that served.</summary>
    internal TokenUsage Usage { get; init; }

    internal UsageSource UsageSource { get; init; }

    internal int? ImageCount { get; init; }

    /// <summary>What the upstream itself says it charged, in nano-dollars; null when it did not say.</summary>
    internal long? UpstreamCost { get; init; }

    internal long LatencyMs { get; init; }

    /// <summary>Time to the first content sent to the caller; null when none was.</summary>
    internal long? TtftMs { get; init; }

    internal long? UpstreamMs { get; init; }

    internal long QueueMs { get; init; }

    /// <summary>In order; their cost (but the serving one's) makes <c>failed_cost</c>. At most <see cref="Configuration.RetryPolicy.MaxAttempts"/>.</summary>
    internal ImmutableArray<AttemptFacts> Attempts { get; init; } = [];
}
