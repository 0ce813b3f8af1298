// Writes the rows of any report in one format.
using System.Buffers;
using System.Text;

namespace Router.Reports;

/// <summary>Each format is one of these; none knows a report. What is written lies in the buffer until whoever drives it flushes.</summary>
internal abstract class ReportWriter : IDisposable
{
    /// <summary>The writer of a format.</summary>
    internal static ReportWriter Of(ReportFormat format, ReportDefinition report, ReportData data, IBufferWriter<byte> output) => format switch
    {
        ReportFormat.Json => new JsonReportWriter(report, data, output),
        ReportFormat.Csv => new CsvReportWriter(report, output),
        ReportFormat.Ndjson => new NdjsonReportWriter(report, output),
        ReportFormat.Markdown => new MarkdownReportWriter(report, data, output),
    };

    /// <summary>What stands before the rows.</summary>
    internal virtual void Begin()
    {
    }

    internal abstract void Row(ReportCell[] cells);

    /// <summary>What stands behind them.</summary>
    /// <param name="nextCursor">Where the next page begins; null when there is none.</param>
    internal virtual void End(string? nextCursor)
    {
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected static void Write(IBufferWriter<byte> output, ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, output);
}
