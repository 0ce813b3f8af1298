// One value of a row.
using System.Globalization;
using Router.Configuration;

namespace Router.Reports;

/// <summary>Text for a text column, a number for the others; neither where there is nothing to tell.</summary>
internal readonly record struct ReportCell(string? Text, long? Number)
{
    public static implicit operator ReportCell(string? text) => new(text, null);

    public static implicit operator ReportCell(long? number) => new(null, number);

    public static implicit operator ReportCell(long number) => new(null, number);

    internal bool IsEmpty => Text is null && Number is null;

    /// <summary>The cell of a column as text; empty when there is nothing.</summary>
    internal string In(ReportColumn column) => Number is not { } number ? Text ?? ""
        : column.Type == ReportType.Time ? UtcText.Exact(number)
        : number.ToString(CultureInfo.InvariantCulture);
}
