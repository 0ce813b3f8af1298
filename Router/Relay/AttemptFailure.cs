// Why an attempt failed, and what may follow.
using Router.Dialects;
using Router.Inference;

namespace Router.Relay;

/// <summary>A failed attempt as a value.</summary>
/// <param name="Error">What the caller is told when nothing else helps.</param>
/// <param name="Class">The fixed word of ledger and metrics.</param>
/// <param name="MayRetrySame">True when nothing was sent, or the upstream said that it did not act on it (contract section 3).</param>
/// <param name="Wait">How long the upstream asks to wait.</param>
internal sealed record AttemptFailure(RouterError Error, string Class, bool MayRetrySame, TimeSpan? Wait = null)
{
    /// <summary>True when the request may make no other attempt, at any target.</summary>
    internal bool IsLast { get; init; }

    /// <summary>What the upstream said when it refused the request itself, inside an answer of status 200; null for any other failure.</summary>
    internal UpstreamErrorFacts? Refusal { get; init; }
}
