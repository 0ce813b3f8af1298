// Which features a report needs (licence section 4).
using System.Collections.Immutable;

namespace Router.Licensing;

/// <summary>The names of all reports, and what each asks of the licence.</summary>
internal static class ReportFeatures
{
    private const string License = "license";
    private const string Access = "access";

    /// <summary>Those that every licence has, and who never had one.</summary>
    internal static readonly ImmutableArray<string> Free = ["usage", "requests", "quotas", Access, License];

    /// <summary>Those behind <c>admin_reports</c>.</summary>
    internal static readonly ImmutableArray<string> Licensed =
        ["cost", "latency", "errors", "fallbacks", "routing", "chargeback", "savings", "pii", "providers", "models", "anomalies"];

    /// <summary>True for the name of a report, whether this version has it or not.</summary>
    internal static bool Knows(string report) => Free.Contains(report) || Licensed.Contains(report);

    /// <summary>The first feature that stands between an administrator and a report; none when it may be read.</summary>
    /// <param name="isExport">In another format than JSON.</param>
    /// <param name="granted">Of the last accepted licence; null when none ever was, which leaves the free ones in every format.</param>
    internal static LicenseFeatures Missing(string report, bool isExport, LicenseFeatures? granted)
    {
        var needed = Free.Contains(report) ? LicenseFeatures.None : LicenseFeatures.AdminReports;
        if (granted is not { } features)
        {
            return needed;
        }

        if (isExport && report != License)
        {
            needed |= report == Access ? LicenseFeatures.AuditExport : LicenseFeatures.Exports;
        }

        return FeatureNames.FirstMissing(needed, features);
    }
}
