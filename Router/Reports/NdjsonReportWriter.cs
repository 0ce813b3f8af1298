// A report as one JSON object a line.
using System.Buffers;
using System.Text.Json;

namespace Router.Reports;

/// <summary>Every row has every column, under its name.</summary>
internal sealed class NdjsonReportWriter(ReportDefinition report, IBufferWriter<byte> output) : ReportWriter
{
    private readonly Utf8JsonWriter _json = new(output, JsonReportWriter.Options);

    internal override void Row(ReportCell[] cells)
    {
        _json.WriteStartObject();
        for (var at = 0; at < cells.Length; at++)
        {
            _json.WritePropertyName(report.Columns[at].Name);
            JsonReportWriter.WriteCell(_json, report.Columns[at], cells[at]);
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        Write(output, "\n");
    }

    public override void Dispose() => _json.Dispose();
}
