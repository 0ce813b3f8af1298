// What the ledger knows of a request before any target is tried.
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// The caller's half of a usage row. Every string is at most 64 characters but <see cref="ClientSession"/> (128) and
/// <see cref="GroupName"/> (128), so that a record always fits its journal slot: <see cref="FactBounds"/> cuts longer ones.
/// </summary>
internal sealed record RequestFacts
{
    /// <summary><c>req_</c> and 32 hex digits that begin with the time, so that the ledger's index grows at its end.</summary>
    internal required string RequestId { get; init; }

    /// <summary>Unix milliseconds.</summary>
    internal required long StartedAt { get; init; }

    internal required int Revision { get; init; }

    internal required string CallerId { get; init; }

    internal required string UserId { get; init; }

    internal required string ProjectId { get; init; }

    internal required string Environment { get; init; }

    internal required string TokenId { get; init; }

    internal string? Client { get; init; }

    internal string? ClientSession { get; init; }

    internal required Dialect ClientDialect { get; init; }

    /// <summary>The path's name, such as <c>chat.completions</c>.</summary>
    internal required string Endpoint { get; init; }

    /// <summary>The group's own name, or null when the request was refused before it was known.</summary>
    internal string? GroupName { get; init; }

    internal string? Strategy { get; init; }

    internal bool Stream { get; init; }

    /// <summary>The state of the licence at admission, as the ledger writes it.</summary>
    internal required string LicenseState { get; init; }

    /// <summary>The number of the quotas whose counters this request adds to; 0 when it counts nowhere.</summary>
    internal int QuotaSet { get; init; }
}
