// What the rows of a report can be chosen by.
using System.Collections.Immutable;

namespace Router.Reports;

/// <param name="Name">A column.</param>
/// <param name="Values">All values that there are.</param>
internal sealed record ReportDimension(string Name, ImmutableArray<string> Values);
