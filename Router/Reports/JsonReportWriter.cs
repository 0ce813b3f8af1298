// A report, or a page of it, as one JSON object.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Router.Configuration;

namespace Router.Reports;

/// <summary><c>{report, from, to, columns: [{name, type, unit}], rows: [[…]], next_cursor}</c> (contract section 6).</summary>
internal sealed class JsonReportWriter(ReportDefinition report, ReportData data, IBufferWriter<byte> output) : ReportWriter
{
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly Utf8JsonWriter _json = new(output, Options);

    /// <summary>Writes the description of columns, as in the list of reports.</summary>
    internal static void WriteColumns(Utf8JsonWriter json, ReportDefinition report)
    {
        json.WriteStartArray("columns"u8);
        foreach (var column in report.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, column.Name);
            json.WriteString("type"u8, column.TypeWord);
            json.WriteString("unit"u8, column.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one value; null where there is none.</summary>
    internal static void WriteCell(Utf8JsonWriter json, ReportColumn column, ReportCell cell)
    {
        if (cell.IsEmpty)
        {
            json.WriteNullValue();
        }
        else if (cell.Number is { } number && column.Type == ReportType.Integer)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(cell.In(column));
        }
    }

    internal override void Begin()
    {
        _json.WriteStartObject();
        _json.WriteString("report"u8, report.Name);
        _json.WriteString("from"u8, UtcText.Exact(data.From));
        _json.WriteString("to"u8, UtcText.Exact(data.To));
        WriteColumns(_json, report);
        _json.WriteStartArray("rows"u8);
    }

    internal override void Row(ReportCell[] cells)
    {
        _json.WriteStartArray();
        for (var at = 0; at < cells.Length; at++)
        {
            WriteCell(_json, report.Columns[at], cells[at]);
        }

        _json.WriteEndArray();
        _json.Flush();
    }

    internal override void End(string? nextCursor)
    {
        _json.WriteEndArray();
        _json.WriteString("next_cursor"u8, nextCursor);
        _json.WriteEndObject();
        _json.Flush();
        Write(output, "\n");
    }

    public override void Dispose() => _json.Dispose();
}
