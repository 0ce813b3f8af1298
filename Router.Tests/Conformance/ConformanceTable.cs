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
    private readonly Dictionary<string, int> _notBuilt = [];

    public int Passed => _counts.Values.Sum(count => count.Passed);

    public int Failed => _counts.Values.Sum(count => count.Failed);

    public static string Row(Cell cell, bool stream) => $"{cell.Name}, {(stream ? "stream" : "json")}";

    public void Count(string row, string column, bool passed)
    {
        Note(row);
        var (before, failed) = _counts.GetValueOrDefault((row, column));
        _counts[(row, column)] = passed ? (before + 1, failed) : (before, failed + 1);
    }

    public void NotBuilt(string row, int recordings)
    {
        Note(row);
        _notBuilt[row] = recordings;
    }

    public void Print(TextWriter output)
    {
        var width = _rows.Max(row => row.Length);
        output.WriteLine($"{"".PadRight(width)}  {string.Concat(Columns.Select(column => column.PadLeft(8)))}");
        foreach (var row in _rows)
        {
            output.WriteLine($"{row.PadRight(width)}  " + (_notBuilt.TryGetValue(row, out var recordings)
                ? $"not built ({recordings} recordings)"
                : string.Concat(Columns.Select(column => Text(row, column).PadLeft(8)))));
        }
    }

    private string Text(string row, string column) => _counts.TryGetValue((row, column), out var count)
        ? string.Create(CultureInfo.InvariantCulture, $"{count.Passed}/{count.Passed + count.Failed}")
        : "-";

    private void Note(string row)
    {
        if (!_rows.Contains(row))
        {
            _rows.Add(row);
        }
    }
}
