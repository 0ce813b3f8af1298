// What a report answers to one question.
using System.Collections.Immutable;

namespace Router.Reports;

/// <param name="From">Unix milliseconds.</param>
/// <param name="To">Unix milliseconds; not part of the period.</param>
/// <param name="Lead">What it comes to, in sentences for people; null when the rows say it all.</param>
/// <param name="Sections">The parts in the order of the rows; none when all rows are alike.</param>
/// <param name="Rows">Read while they are written, once.</param>
internal sealed record ReportData(
    long From, long To, string? Lead, ImmutableArray<ReportSection> Sections, IEnumerable<ReportCell[]> Rows);
