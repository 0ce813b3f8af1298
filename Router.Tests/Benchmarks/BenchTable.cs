// The figures of one scenario: rows of values, most often one for each dialect, each with what is asked of it.
using System.Globalization;

namespace Router.Tests.Benchmarks;

/// <param name="scenario">What the figures are of.</param>
/// <param name="columns">The names of the values in a row; one empty name when there is only one.</param>
internal sealed class BenchTable(string scenario, IReadOnlyList<string> columns)
{
    private readonly List<string[]> _lines = [[scenario, .. columns, "asked", "verdict"]];

    /// <summary>The lines as cells: the figure, its values, what is asked, the verdict; the first is the heading.</summary>
    public IReadOnlyList<string[]> Lines => _lines;

    /// <summary>A figure of which nothing is asked. <see cref="double.NaN"/> stands for one that was not taken.</summary>
    public void Add(string figure, string format, params IReadOnlyList<double> values) => Add(figure, format, values, "", _ => true);

    /// <summary>A figure that must be at least <paramref name="must"/>.</summary>
    public void AtLeast(string figure, double must, double? aim, params IReadOnlyList<double> values) => Add(
        figure, "0.000", values, $">= {Text(must, "0.00")}" + (aim is { } wanted ? $" (aim {Text(wanted, "0.00")})" : ""), value => value >= must);

    /// <summary>A figure that must be below <paramref name="must"/>.</summary>
    public void Below(string figure, string format, double must, params IReadOnlyList<double> values) =>
        Add(figure, format, values, $"< {must.ToString(CultureInfo.InvariantCulture)}", value => value < must);

    /// <summary>A scenario that could not be run.</summary>
    public void Absent(string why) => _lines.Add([why, .. columns.Select(_ => "-"), "", ""]);

    private void Add(string figure, string format, IReadOnlyList<double> values, string asked, Func<double, bool> holds)
    {
        if (values.Count != columns.Count)
        {
            throw new ArgumentException($"{values.Count} values for {columns.Count} columns", nameof(values));
        }

        var missing = columns.Where((_, number) => !double.IsNaN(values[number]) && !holds(values[number])).ToArray();
        var verdict = asked.Length == 0 || values.All(double.IsNaN) ? ""
            : missing.Length == 0 ? "held"
            : columns.Count == 1 ? "missed"
            : "missed: " + string.Join(", ", missing);
        _lines.Add([figure, .. values.Select(value => double.IsNaN(value) ? "-" : Text(value, format)), asked, verdict]);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
