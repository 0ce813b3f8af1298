// Counts checks by cell and by the way the answer was cut, and prints them.
using System.Globalization;

namespace Router.Tests.Conformance;

internal sealed class ConformanceTable
{
    /// <summary>The column of the official client.</summary>
    public const string Client = "client";

    private static readonly string[] Columns = [.. Delivery.All.Select(delivery => delivery.Name), Client];

    private readonly List<string> _rows = [];
    private readonly Dictionary<(string Row, string Column), (int Passed, int Failed)> _counts = [];
    private readonly Dictionary<string, int> _refused = [];

    public int Passed => _counts.Values.Sum(count => count.Passed);

    public int Failed => _counts.Values.Sum(count => count.Failed);

    public void Count(Cell cell, CheckResult result)
    {
        var row = $"{cell.Name}, {result.Case.Kind}";
        Count(row, result.Column, result.Fault is null);
        _refused[row] += result.Refusal is null ? 0 : 1;
    }

    public void Count(string row, string column, bool holds)
    {
        if (_refused.TryAdd(row, 0))
        {
            _rows.Add(row);
        }

        var (passed, failed) = _counts.GetValueOrDefault((row, column));
        _counts[(row, column)] = holds ? (passed + 1, failed) : (passed, failed + 1);
    }

    public void Print(TextWriter output)
    {
        var width = _rows.Max(row => row.Length);
        output.WriteLine($"{"".PadRight(width)}  {string.Concat(Columns.Select(column => column.PadLeft(8)))}");
        foreach (var row in _rows)
        {
            var refused = _refused[row] > 0 ? $"  {_refused[row]} of them refused by name" : "";
            output.WriteLine($"{row.PadRight(width)}  {string.Concat(Columns.Select(column => Text(row, column).PadLeft(8)))}{refused}");
        }
    }

    private string Text(string row, string column) => _counts.TryGetValue((row, column), out var count)
        ? string.Create(CultureInfo.InvariantCulture, $"{count.Passed}/{count.Passed + count.Failed}")
        : "-";
}
