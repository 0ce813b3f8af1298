// The reports of this version.
using System.Collections.Immutable;

namespace Router.Reports;

/// <param name="reports">Those that are built; <see cref="Licensing.ReportFeatures"/> knows the names of all.</param>
internal sealed class ReportCatalogue(params ImmutableArray<ReportDefinition> reports)
{
    internal ImmutableArray<ReportDefinition> All => reports;

    /// <summary>The report of a name; null when this version does not have it.</summary>
    internal ReportDefinition? Find(string name) => reports.FirstOrDefault(report => report.Name == name);
}
