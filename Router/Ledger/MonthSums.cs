// The sums of a batch by caller and month.
using Router.Inference;

namespace Router.Ledger;

/// <summary>Gathers while a batch is encoded and is written once at its end. Used by one thread.</summary>
internal sealed class MonthSums
{
    private readonly Dictionary<(string Caller, int Month), CallerTotals> _sums = [];

    /// <summary>The month of a time (Unix milliseconds, UTC), as 202611.</summary>
    internal static int MonthOf(long time)
    {
        var date = DateTimeOffset.FromUnixTimeMilliseconds(time);
        return (date.Year * 100) + date.Month;
    }

    /// <summary>Begins a batch.</summary>
    internal void Clear() => _sums.Clear();

    /// <summary>Adds a row.</summary>
    internal void Add(in LedgerEntry entry)
    {
        var key = (entry.Request.CallerId, MonthOf(entry.Request.StartedAt));
        var usage = entry.Settlement.Usage;
        var before = _sums.GetValueOrDefault(key) ?? new CallerTotals(0, 0, 0, 0);
        _sums[key] = new CallerTotals(
            before.Requests + 1,
            before.InputTokens + AllInput(usage),
            before.OutputTokens + (usage.Output ?? 0),
            before.Cost + UsageRow.TotalCost(entry.Settlement));
    }

    /// <summary>Runs <paramref name="add"/> for every sum.</summary>
    internal void WriteTo(PreparedStatement add)
    {
        foreach (var ((caller, month), sums) in _sums)
        {
            add.Bind(1, caller);
            add.Bind(2, month);
            add.Bind(3, sums.Requests);
            add.Bind(4, sums.InputTokens);
            add.Bind(5, sums.OutputTokens);
            add.Bind(6, sums.Cost);
            add.Run();
        }
    }

    private static long AllInput(in TokenUsage usage) =>
        (usage.Input ?? 0) + (usage.CacheRead ?? 0) + (usage.CacheWrite ?? 0) + (usage.CacheWrite1h ?? 0);
}
