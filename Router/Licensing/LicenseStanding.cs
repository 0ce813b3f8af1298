// What the licence says of every request that is admitted now.
using Router.Configuration;

namespace Router.Licensing;

/// <summary>Immutable; a request reads it once and keeps it.</summary>
/// <param name="Judgement">The state and why.</param>
/// <param name="Terms">The licence that the state is of: also when it has expired; null when there is none to speak of.</param>
/// <param name="ChangesAt">From when on it must be judged anew, in Unix seconds by the licence's own clock.</param>
internal sealed record LicenseStanding(LicenseJudgement Judgement, LicenseTerms? Terms, long ChangesAt)
{
    /// <summary>The features in force; none without a licence.</summary>
    internal LicenseFeatures Features => Terms?.Features ?? LicenseFeatures.None;

    /// <summary>The numbers in force; without a licence nothing is served anyway.</summary>
    internal LicenseLimits Limits => Terms?.Limits ?? LicenseLimits.Unlimited;

    /// <summary>True when a group has a place among the first <c>max_groups</c> of the file.</summary>
    internal bool HasRoomFor(RouterSnapshot snapshot, ModelGroup group) =>
        Limits.MaxGroups is not { } most || snapshot.Groups.IndexOf(group) < most;
}
