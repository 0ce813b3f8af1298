// A question to a report, with every parameter read and in its bounds.
using System.Collections.Immutable;

namespace Router.Reports;

/// <param name="From">Unix milliseconds; null for what the report itself begins with.</param>
/// <param name="To">Unix milliseconds; not part of the period.</param>
/// <param name="Filters">By dimension the values of which one is wanted.</param>
/// <param name="Limit">The most rows; null for all.</param>
/// <param name="Offset">Rows that earlier pages had.</param>
internal sealed record ReportQuery(long? From, long To, ImmutableDictionary<string, ImmutableArray<string>> Filters, int? Limit, long Offset)
{
    /// <summary>True when rows with this value of a dimension are wanted.</summary>
    internal bool Wants(string dimension, string value) => !Filters.TryGetValue(dimension, out var values) || values.Contains(value);
}
