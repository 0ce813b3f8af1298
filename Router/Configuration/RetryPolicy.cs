// How often a group tries again.
namespace Router.Configuration;

/// <summary><paramref name="SameTarget"/> retries of one target; no new attempt begins after <paramref name="Deadline"/> (zero: no deadline).</summary>
internal sealed record RetryPolicy(int SameTarget, TimeSpan Deadline)
{
    /// <summary>The most attempts that one request may make, over all targets; the ledger's bound too.</summary>
    internal const int MaxAttempts = 10;

    internal static RetryPolicy Default { get; } = new(1, TimeSpan.FromSeconds(120));
}
