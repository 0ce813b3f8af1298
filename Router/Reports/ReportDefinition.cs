// One report: what it is called, what it tells, and where that comes from.
using System.Collections.Immutable;
using System.Data.Common;

namespace Router.Reports;

/// <summary>Everything that is one report's own; parameters, formats and rights are those of all.</summary>
internal abstract class ReportDefinition
{
    internal abstract string Name { get; }

    /// <summary>The heading for people.</summary>
    internal abstract string Title { get; }

    internal abstract ImmutableArray<ReportColumn> Columns { get; }

    /// <summary>What rows can be chosen by.</summary>
    internal abstract ImmutableArray<ReportDimension> Dimensions { get; }

    /// <summary>The columns that count something.</summary>
    internal abstract ImmutableArray<string> Measures { get; }

    /// <summary>Those of <see cref="ReportParameters.All"/> that it takes.</summary>
    internal abstract ImmutableArray<string> Parameters { get; }

    /// <summary>The answer to a question; its rows are read later.</summary>
    /// <exception cref="DbException">The ledger cannot be read.</exception>
    internal abstract ReportData Read(ReportQuery query);
}
