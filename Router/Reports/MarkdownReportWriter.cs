// A report for people: headings, sentences, tables.
using System.Buffers;
using System.Collections.Immutable;
using Router.Configuration;

namespace Router.Reports;

/// <summary>A report with sections has a table for each, with the columns that its rows fill; one without has a single table.</summary>
internal sealed class MarkdownReportWriter(ReportDefinition report, ReportData data, IBufferWriter<byte> output) : ReportWriter
{
    private int _section = -1;
    private ImmutableArray<int> _columns = [];

    internal override void Begin()
    {
        Write(output, $"# {report.Title}\n\n");
        if (data.Lead is { } lead)
        {
            Write(output, MarkdownText.Escape(lead) + "\n\n");
        }

        Write(output, $"Period: {UtcText.Exact(data.From)} to {UtcText.Exact(data.To)}.\n");
        if (data.Sections.IsEmpty)
        {
            Table([.. report.Columns.Select(column => (column.Name, column.Name))]);
        }
    }

    internal override void Row(ReportCell[] cells)
    {
        while (!data.Sections.IsEmpty && (_section < 0 || data.Sections[_section].Key != cells[0].Text))
        {
            Next();
            if (data.Sections[_section].Key == cells[0].Text)
            {
                Table(data.Sections[_section].Columns);
            }
            else
            {
                Write(output, $"\n{data.Sections[_section].Empty}\n");
            }
        }

        foreach (var at in _columns)
        {
            Write(output, $"| {MarkdownText.Escape(cells[at].In(report.Columns[at]))} ");
        }

        Write(output, "|\n");
    }

    internal override void End(string? nextCursor)
    {
        while (_section + 1 < data.Sections.Length)
        {
            Next();
            Write(output, $"\n{data.Sections[_section].Empty}\n");
        }
    }

    public override void Dispose()
    {
    }

    private void Next()
    {
        _section++;
        Write(output, $"\n## {data.Sections[_section].Title}\n");
    }

    private void Table(ImmutableArray<(string Column, string Heading)> shown)
    {
        _columns = [.. shown.Select(one => report.Columns.IndexOf(report.Columns.First(column => column.Name == one.Column)))];
        Write(output, $"\n| {string.Join(" | ", shown.Select(one => one.Heading))} |\n|");
        foreach (var at in _columns)
        {
            Write(output, report.Columns[at].Type == ReportType.Integer ? " ---: |" : " --- |");
        }

        Write(output, "\n");
    }
}
