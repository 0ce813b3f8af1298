// A report as comma-separated values (RFC 4180).
using System.Buffers;

namespace Router.Reports;

/// <summary>
/// Text that a spreadsheet would run as a formula gets an apostrophe before it; names of callers and models come from outside. Numbers and
/// times are the router's own and stay as they are.
/// </summary>
internal sealed class CsvReportWriter(ReportDefinition report, IBufferWriter<byte> output) : ReportWriter
{
    private const string LineEnd = "\r\n";

    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",;\"\r\n\t");

    // The wide forms too: some programs read them as the narrow ones.
    private static readonly SearchValues<char> BeginFormulas = SearchValues.Create("=+-@|\uFF1D\uFF0B\uFF0D\uFF20");

    internal override void Begin()
    {
        for (var at = 0; at < report.Columns.Length; at++)
        {
            Field(report.Columns[at].Name, at);
        }

        Write(output, LineEnd);
    }

    internal override void Row(ReportCell[] cells)
    {
        for (var at = 0; at < cells.Length; at++)
        {
            Field(cells[at].Text is { } text ? Harmless(text) : cells[at].In(report.Columns[at]), at);
        }

        Write(output, LineEnd);
    }

    public override void Dispose()
    {
    }

    /// <summary>The text, with an apostrophe before it when it would begin a formula, also behind spaces or what does not show.</summary>
    internal static string Harmless(string text)
    {
        foreach (var letter in text)
        {
            if (BeginFormulas.Contains(letter))
            {
                return "'" + text;
            }

            if (!char.IsWhiteSpace(letter) && !char.IsControl(letter) && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format)
            {
                break;
            }
        }

        return text.Length > 0 && text[0] is '\t' or '\r' or '\n' ? "'" + text : text;
    }

    private void Field(string text, int at)
    {
        if (at > 0)
        {
            Write(output, ",");
        }

        var isQuoted = text.AsSpan().ContainsAny(NeedQuotes) || text.StartsWith(' ') || text.EndsWith(' ');
        Write(output, isQuoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }
}
