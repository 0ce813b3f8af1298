// Gathers the tables of a run and prints them under each other.
namespace Router.Tests.Benchmarks;

internal sealed class BenchReport
{
    private const int Gap = 2;

    private readonly List<BenchTable> _tables = [];

    /// <summary>A new table, which is printed behind those before it.</summary>
    public BenchTable Table(string scenario, params IReadOnlyList<string> columns)
    {
        var table = new BenchTable(scenario, columns);
        _tables.Add(table);
        return table;
    }

    public void Print(TextWriter output)
    {
        var figure = _tables.Max(table => table.Lines.Max(line => line[0].Length));
        foreach (var table in _tables)
        {
            output.WriteLine();
            var widths = Enumerable.Range(0, table.Lines[0].Length).Select(at => Gap + table.Lines.Max(line => line[at].Length)).ToArray();
            foreach (var line in table.Lines)
            {
                var values = line[1..^2].Select((value, at) => value.PadLeft(widths[at + 1]));
                output.WriteLine($"{line[0].PadRight(figure)}{string.Concat(values)}  {line[^2].PadRight(widths[^2])}{line[^1]}".TrimEnd());
            }
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
