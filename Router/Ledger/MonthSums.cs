// The sums of a batch by caller and month.
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// Gathers while a batch is encoded and is written once at its end; the verifier gathers those of all rows. A sum stays at the most
/// there is instead of wrapping, so it does not depend on the order of the rows. Used by one thread.
/// </summary>
internal sealed class MonthSums
{
    private readonly Dictionary<(string Caller, int Month), CallerTotals> _sums = [];

    /// <summary>The month of a time (Unix milliseconds, UTC), as 202611; a time out of any calendar is its first or last month.</summary>
    internal static int MonthOf(long time)
    {
        var date = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
            time, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return (date.Year * 100) + date.Month;
    }

    /// <summary>Begins a batch.</summary>
    internal void Clear() => _sums.Clear();

    /// <summary>Adds a row.</summary>
    internal void Add(in LedgerEntry entry)
    {
        Add(entry.Request.CallerId, entry.Request.StartedAt, entry.Settlement.Usage, UsageRow.TotalCost(entry.Settlement));
    }

    /// <summary>Adds a row by what is summed of it.</summary>
    internal void Add(string caller, long startedAt, in TokenUsage usage, long cost)
    {
        var key = (caller, MonthOf(startedAt));
        var before = _sums.GetValueOrDefault(key) ?? new CallerTotals(0, 0, 0, 0);
        _sums[key] = new CallerTotals(
            before.Requests + 1,
            UsageRow.Sum(before.InputTokens, AllInput(usage)),
            UsageRow.Sum(before.OutputTokens, usage.Output ?? 0),
            UsageRow.Sum(before.Cost, cost));
    }

    /// <summary>
    /// How many sums differ from the stored ones, are missing there, or stand there for no row.
    /// </summary>
    /// <param name="stored">Not yet run; its columns are those of <c>select_caller_months.sql</c>.</param>
    internal long CountWrong(PreparedStatement stored)
    {
        long wrong = 0;
        var found = 0;
        while (stored.Step())
        {
            var totals = new CallerTotals(
                stored.Integer(2) ?? 0, stored.Integer(3) ?? 0, stored.Integer(4) ?? 0, stored.Integer(5) ?? 0);
            var known = _sums.TryGetValue((stored.Text(0) ?? "", (int)(stored.Integer(1) ?? 0)), out var sums);
            found += known ? 1 : 0;
            wrong += known && totals == sums ? 0 : 1;
        }

        return wrong + _sums.Count - found;
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
        UsageRow.Sum(
            UsageRow.Sum(usage.Input ?? 0, usage.CacheRead ?? 0), UsageRow.Sum(usage.CacheWrite ?? 0, usage.CacheWrite1h ?? 0));
}
