// What a licence would block of a configuration.
using Router.Configuration;

namespace Router.Licensing;

/// <summary>The list of <c>router license check</c> and of <c>GET /admin/license</c>: use is blocked, never the start.</summary>
internal static class BlockedItems
{
    /// <summary>The code for a feature that is not there.</summary>
    internal const string FeatureMissing = "license_feature_missing";

    /// <summary>The code for more than a limit allows.</summary>
    internal const string LimitExceeded = "license_limit_exceeded";

    /// <summary>Everything that is blocked, groups in file order first.</summary>
    /// <param name="callers">Callers that are neither removed nor disabled, in order of first registration.</param>
    /// <param name="terms">The licence; null when there is none that holds.</param>
    internal static IReadOnlyList<BlockedItem> Of(
        RouterSnapshot snapshot, IReadOnlyList<string> callers, LicenseTerms? terms, LicenseJudgement judgement)
    {
        var features = terms?.Features ?? LicenseFeatures.None;
        var limits = terms?.Limits ?? LicenseLimits.Unlimited;
        return
        [
            .. snapshot.Groups.Select((group, at) => Group(group, at, features, limits, judgement)).OfType<BlockedItem>(),
            .. callers.Skip(Bounded(limits.MaxCallers)).Select(id => new BlockedItem("caller", id, "max_callers", LimitExceeded)),
            .. Reports(features, terms is not null),
            .. Retention(snapshot.Ledger, limits),
        ];
    }

    private static BlockedItem? Group(ModelGroup group, int at, LicenseFeatures features, LicenseLimits limits, LicenseJudgement judgement)
    {
        if (judgement.Code is { } code)
        {
            return new BlockedItem("group", group.Name, FeatureNames.Of(LicenseFeatures.Routing), code);
        }

        var missing = LicenseNeeds.Of(group) & ~features;
        return missing != LicenseFeatures.None
                ? new BlockedItem("group", group.Name, string.Join(',', FeatureNames.Each(missing)), FeatureMissing)
            : at >= limits.MaxGroups ? new BlockedItem("group", group.Name, "max_groups", LimitExceeded)
            : null;
    }

    // With no licence ever accepted the five reports stay readable in every format, so only what admin_reports opens is blocked.
    private static IEnumerable<BlockedItem> Reports(LicenseFeatures features, bool accepted)
    {
        if (!features.HasFlag(LicenseFeatures.UsageReporting))
        {
            yield return Missing("GET /v1/usage", LicenseFeatures.UsageReporting);
        }

        if (!features.HasFlag(LicenseFeatures.AdminReports))
        {
            foreach (var report in ReportFeatures.Licensed)
            {
                yield return Missing(report, LicenseFeatures.AdminReports);
            }
        }

        if (accepted && !features.HasFlag(LicenseFeatures.Exports))
        {
            yield return Missing("every report but license and access as csv, ndjson or md", LicenseFeatures.Exports);
        }

        if (accepted && !features.HasFlag(LicenseFeatures.AuditExport))
        {
            yield return Missing("access as csv, ndjson or md", LicenseFeatures.AuditExport);
        }
    }

    private static IEnumerable<BlockedItem> Retention(LedgerSettings ledger, LicenseLimits limits)
    {
        if (ledger.LongestRetention.TotalDays > limits.MaxRetentionDays)
        {
            yield return new BlockedItem("limit", "max_retention_days", "max_retention_days", LimitExceeded);
        }
    }

    private static BlockedItem Missing(string report, LicenseFeatures feature) =>
        new("report", report, FeatureNames.Of(feature), FeatureMissing);

    private static int Bounded(long? limit) => (int)Math.Min(limit ?? int.MaxValue, int.MaxValue);
}
