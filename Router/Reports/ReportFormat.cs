// How a report is written.
namespace Router.Reports;

internal enum ReportFormat
{
    Json,
    Csv,
    Ndjson,
    Markdown,
}
