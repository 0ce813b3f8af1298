// Gathers the figures and prints them as a table, each with what is asked of it.
using System.Globalization;

namespace Router.Tests.Benchmarks;

internal sealed class BenchReport
{
    private readonly List<BenchRow> _rows = [];

    /// <summary>A figure of which nothing is asked.</summary>
    public void Add(string scenario, string figure, double value, string format) =>
        _rows.Add(new BenchRow(scenario, figure, Text(value, format), "", ""));

    /// <summary>A figure that must be at least <paramref name="must"/>.</summary>
    public void AtLeast(string scenario, string figure, double value, double must, double? aim = null) => _rows.Add(new BenchRow(
        scenario,
        figure,
        Text(value, "0.000"),
        $">= {Text(must, "0.00")}" + (aim is { } wanted ? $" (aim {Text(wanted, "0.00")})" : ""),
        value >= must ? "holds" : "misses"));

    /// <summary>A figure that must be below <paramref name="must"/>.</summary>
    public void Below(string scenario, string figure, double value, string format, double must) => _rows.Add(new BenchRow(
        scenario, figure, Text(value, format), $"< {must.ToString(CultureInfo.InvariantCulture)}", value < must ? "holds" : "misses"));

    /// <summary>A figure that could not be taken.</summary>
    public void Absent(string scenario, string why) => _rows.Add(new BenchRow(scenario, why, "-", "", ""));

    public void Print(TextWriter output)
    {
        BenchRow[] all = [new("scenario", "figure", "value", "asked", "verdict"), .. _rows];
        var widths = new[]
        {
            all.Max(row => row.Scenario.Length), all.Max(row => row.Figure.Length), all.Max(row => row.Value.Length), all.Max(row => row.Aim.Length),
        };
        foreach (var row in all)
        {
            output.WriteLine($"{row.Scenario.PadRight(widths[0])}  {row.Figure.PadRight(widths[1])}  {row.Value.PadLeft(widths[2])}  {row.Aim.PadRight(widths[3])}  {row.Verdict}".TrimEnd());
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
