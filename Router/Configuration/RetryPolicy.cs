// How often a group tries again.
namespace Router.Configuration;

/// <summary><paramref name="SameTarget"/> retries of one target; no new attempt begins after <paramref name="Deadline"/> (zero: no deadline).</summary>
internal sealed record RetryPolicy(int SameTarget, TimeSpan Deadline)
{
    internal static RetryPolicy Default { get; } = new(1, TimeSpan.FromSeconds(120));
}
