// What the cells of a column hold.
namespace Router.Reports;

internal enum ReportType
{
    Text,
    Integer,

    /// <summary>Unix milliseconds in the row, RFC 3339 in UTC in every format.</summary>
    Time,
}
