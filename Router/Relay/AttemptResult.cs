// What one attempt came to.
using Router.Inference;

namespace Router.Relay;

/// <summary>The end of an attempt with what the ledger wants to know of it. Durations are milliseconds.</summary>
internal sealed record AttemptResult(AttemptEnd End)
{
    /// <summary>Set for <see cref="AttemptEnd.Failed"/> and <see cref="AttemptEnd.Broken"/>.</summary>
    internal AttemptFailure? Failure { get; init; }

    /// <summary>The upstream's HTTP status, when one came.</summary>
    internal int? Status { get; init; }

    internal TokenUsage Usage { get; init; }

    internal long? UpstreamCost { get; init; }

    /// <summary>Bytes of content seen, for an estimate when the upstream did not report.</summary>
    internal long ContentBytes { get; init; }

    /// <summary>True when the upstream may have acted on the request (and so may charge for it).</summary>
    internal bool Acted { get; init; }

    /// <summary>The ids under which the provider keeps what the answer created.</summary>
    internal IReadOnlyCollection<StoredId> Created { get; init; } = [];

    internal double DurationMs { get; init; }

    internal double? FirstByteMs { get; init; }
}
