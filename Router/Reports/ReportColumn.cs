// One column of a report.
namespace Router.Reports;

/// <param name="Name">As the ledger names it, where it has the column too.</param>
/// <param name="Unit">What a number counts; null where that has no one answer, and for text.</param>
internal sealed record ReportColumn(string Name, ReportType Type, string? Unit = null)
{
    /// <summary>The type as it is told.</summary>
    internal string TypeWord => Type switch
    {
        ReportType.Text => "string",
        ReportType.Integer => "integer",
        ReportType.Time => "timestamp",
    };
}
