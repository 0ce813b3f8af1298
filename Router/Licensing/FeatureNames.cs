// How features are written in a licence and in answers.
using System.Collections.Immutable;

namespace Router.Licensing;

/// <summary>Names of <see cref="LicenseFeatures"/>.</summary>
internal static class FeatureNames
{
    /// <summary>Every feature with its name, in the order of licence section 4.</summary>
    internal static readonly ImmutableArray<(LicenseFeatures Feature, string Name)> All =
    [
        (LicenseFeatures.Routing, "routing"),
        (LicenseFeatures.DynamicRouting, "dynamic_routing"),
        (LicenseFeatures.ExternalPolicy, "external_policy"),
        (LicenseFeatures.PiiFiltering, "pii_filtering"),
        (LicenseFeatures.PrivateUpstreams, "private_upstreams"),
        (LicenseFeatures.GroupContracts, "group_contracts"),
        (LicenseFeatures.UsageReporting, "usage_reporting"),
        (LicenseFeatures.AdminReports, "admin_reports"),
        (LicenseFeatures.Exports, "exports"),
        (LicenseFeatures.AuditExport, "audit_export"),
    ];

    /// <summary>The feature of a name; <see cref="LicenseFeatures.None"/> when this program does not know it.</summary>
    internal static LicenseFeatures Parse(string name) => All.FirstOrDefault(entry => entry.Name == name).Feature;

    /// <summary>The name of one feature.</summary>
    internal static string Of(LicenseFeatures feature)
    {
        foreach (var (one, name) in All)
        {
            if (one == feature)
            {
                return name;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(feature), feature, "not a single feature");
    }

    /// <summary>The names of all features in a set, in the order of the table.</summary>
    internal static IEnumerable<string> Each(LicenseFeatures features) =>
        All.Where(entry => features.HasFlag(entry.Feature)).Select(entry => entry.Name);

    /// <summary>The first feature of <paramref name="needed"/> that <paramref name="granted"/> lacks; none when it has them all.</summary>
    internal static LicenseFeatures FirstMissing(LicenseFeatures needed, LicenseFeatures granted)
    {
        var missing = (int)(needed & ~granted);
        return (LicenseFeatures)(missing & -missing);
    }
}
