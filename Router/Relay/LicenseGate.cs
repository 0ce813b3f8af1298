// The licence's word on a request.
using System.Runtime.CompilerServices;
using Router.Callers;
using Router.Configuration;
using Router.Inference;
using Router.Licensing;

namespace Router.Relay;

/// <summary>Every gate of the data path at its own place and with its own code (licence sections 4 to 6).</summary>
internal sealed class LicenseGate(LicenseOffice office, CallerRanks callers)
{
    // What a group needs changes with the configuration alone.
    private readonly ConditionalWeakTable<ModelGroup, StrongBox<LicenseFeatures>> _needs = [];

    /// <summary>What holds for a request that arrives now.</summary>
    internal LicenseStanding Current => office.Current;

    /// <summary>Why no request of this router is served now; null when they are.</summary>
    internal static RouterError? Refusal(LicenseStanding standing, RouterSnapshot snapshot)
    {
        if (!standing.Judgement.State.Serves())
        {
            return LicenseErrors.Of(standing.Judgement.State);
        }

        return !standing.Terms!.Allows(LicenseFeatures.Routing) ? LicenseErrors.Feature(LicenseFeatures.Routing, null)
            : standing.Limits.MaxRetentionDays is { } most && snapshot.Ledger.LongestRetention.TotalDays > most
            ? LicenseErrors.Limit("max_retention_days", "ledger.retention asks for more")
            : null;
    }

    /// <summary>Why this caller's request to this group is not served; null when it is.</summary>
    internal RouterError? Refusal(LicenseStanding standing, RouterSnapshot snapshot, CallerIdentity caller, ModelGroup group)
    {
        var needs = _needs.GetValue(group, static one => new StrongBox<LicenseFeatures>(LicenseNeeds.Of(one))).Value;
        if (!standing.Terms!.Allows(needs))
        {
            return LicenseErrors.Feature(FeatureNames.FirstMissing(needs, standing.Features), group.Name);
        }

        if (!standing.HasRoomFor(snapshot, group))
        {
            return LicenseErrors.Limit("max_groups", $"the group '{group.Name}' is beyond it");
        }

        return standing.Limits.MaxCallers is { } most && callers.RankOf(caller.CallerId, snapshot) > most
            ? LicenseErrors.Limit("max_callers", "this caller is beyond it")
            : null;
    }
}
