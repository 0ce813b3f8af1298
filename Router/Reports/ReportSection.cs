// A part of a report that people read as a table of its own.
using System.Collections.Immutable;

namespace Router.Reports;

/// <param name="Key">Of the rows that belong to it the first cell.</param>
/// <param name="Empty">What stands there when there are none.</param>
/// <param name="Columns">Those that its rows fill, each with its heading.</param>
internal sealed record ReportSection(string Key, string Title, string Empty, ImmutableArray<(string Column, string Heading)> Columns);
