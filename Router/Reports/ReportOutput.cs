// Drives a writer over the rows of a report.
using System.Buffers;

namespace Router.Reports;

/// <summary>Rows go out as they are read: memory does not grow with their number.</summary>
internal static class ReportOutput
{
    private const int RowsPerFlush = 256;

    /// <summary>Writes a whole report, or one page of it.</summary>
    /// <param name="flush">Sends what the buffer has.</param>
    internal static async Task WriteAsync(
        ReportDefinition report, ReportData data, ReportQuery query, ReportFormat format, IBufferWriter<byte> output, Func<ValueTask> flush)
    {
        using var rows = data.Rows.GetEnumerator();
        long passed = 0;
        while (passed < query.Offset && rows.MoveNext())
        {
            passed++;
        }

        // The first row before the head: what cannot be read at all is an error, and no half of a report.
        var more = rows.MoveNext();
        using var writer = ReportWriter.Of(format, report, data, output);
        writer.Begin();
        long written = 0;
        for (; more && !(written >= query.Limit); more = rows.MoveNext())
        {
            writer.Row(rows.Current);
            if (++written % RowsPerFlush == 0)
            {
                await flush().ConfigureAwait(false);
            }
        }

        writer.End(more ? ReportParameters.CursorOf(data, query.Offset + written) : null);
        await flush().ConfigureAwait(false);
    }
}
