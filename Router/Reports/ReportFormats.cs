// The words and media types of the formats.
using System.Collections.Immutable;

namespace Router.Reports;

internal static class ReportFormats
{
    /// <summary>In the order of <see cref="ReportFormat"/>.</summary>
    internal static readonly ImmutableArray<string> Words = ["json", "csv", "ndjson", "md"];

    /// <summary>The format of a word; null when there is none.</summary>
    internal static ReportFormat? Parse(string word) => Words.IndexOf(word) is >= 0 and var at ? (ReportFormat)at : null;

    /// <summary>The word, which is also the ending of a file.</summary>
    internal static string Word(this ReportFormat format) => Words[(int)format];

    /// <summary>True when it is always complete, never one page.</summary>
    internal static bool IsExport(this ReportFormat format) => format != ReportFormat.Json;

    internal static string ContentType(this ReportFormat format) => format switch
    {
        ReportFormat.Json => "application/json",
        ReportFormat.Csv => "text/csv; charset=utf-8; header=present",
        ReportFormat.Ndjson => "application/x-ndjson",
        ReportFormat.Markdown => "text/markdown; charset=utf-8",
    };
}
