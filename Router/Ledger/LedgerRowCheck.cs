// Checks the sums of one usage row and its attempts.
using Router.Inference;

namespace Router.Ledger;

/// <summary>The arithmetic of contract section 4, from the stored columns alone.</summary>
internal static class LedgerRowCheck
{
    private const int Outcome = 24;
    private const int Attempts = 25;
    internal const int Tokens = 27;
    private const int Images = 33;
    private const int Source = 34;
    private const int Prices = 35;
    private const int Costs = 42;
    private const int FailedCost = 48;
    internal const int TotalCost = 49;
    private static readonly string[] CostNames =
        ["input_cost", "output_cost", "cache_read_cost", "cache_write_cost", "cache_write_1h_cost", "image_cost"];

    /// <summary>Tells <paramref name="report"/> each thing that does not add up; both statements stand on what is checked.</summary>
    /// <param name="row">Stands on the row; its columns are those of <c>select_usage_chain.sql</c>.</param>
    /// <param name="attempts">The stored attempts in order.</param>
    internal static void Check(
        PreparedStatement row, IReadOnlyList<StoredAttempt> attempts, Action<string> report)
    {
        var expected = ExpectedCosts(row);
        long sum = 0;
        for (var bucket = 0; bucket < CostNames.Length; bucket++)
        {
            var stored = row.Integer(Costs + bucket) ?? 0;
            sum = UsageRow.Sum(sum, stored);
            if (stored != expected[bucket])
            {
                report($"{CostNames[bucket]} is {stored}, but tokens and price make {expected[bucket]}");
            }
        }

        var serving = Serving(row, attempts);
        var failed = attempts.Where((_, index) => index != serving).Aggregate(0L, (total, attempt) => UsageRow.Sum(total, attempt.Cost));
        Equal("failed_cost", row.Integer(FailedCost), failed, report);
        Equal("total_cost", row.Integer(TotalCost), UsageRow.Sum(sum, failed), report);
        if (serving >= 0)
        {
            Equal("the cost of the attempt that served", attempts[serving].Cost, sum, report);
        }

        CheckCount(row, attempts, report);
    }

    private static long[] ExpectedCosts(PreparedStatement row)
    {
        var prices = new PriceList(
            row.Integer(Prices) ?? 0, row.Integer(Prices + 1) ?? 0, row.Integer(Prices + 2) ?? 0, row.Integer(Prices + 3) ?? 0,
            row.Integer(Prices + 4) ?? 0, row.Integer(Prices + 5) ?? 0, "");
        var costs = BucketCosts.Of(UsageAt(row, Tokens), (int?)row.Integer(Images), prices);
        return [costs.Input, costs.Output, costs.CacheRead, costs.CacheWrite, costs.CacheWrite1h, costs.Image];
    }

    /// <summary>The five kinds of tokens that are charged, which stand side by side from <paramref name="column"/> on.</summary>
    internal static TokenUsage UsageAt(PreparedStatement row, int column) => new(
        Input: row.Integer(column), Output: row.Integer(column + 1), CacheRead: row.Integer(column + 2),
        CacheWrite: row.Integer(column + 3), CacheWrite1h: row.Integer(column + 4));

    /// <summary>The tokens of the attempts that did not serve: beside those of the row they count against limits.</summary>
    internal static long TokensOfOthers(PreparedStatement row, IReadOnlyList<StoredAttempt> attempts)
    {
        var serving = Serving(row, attempts);
        return attempts.Where((_, index) => index != serving).Aggregate(0L, (total, attempt) => UsageRow.Sum(total, attempt.Tokens));
    }

    /// <summary>The rule of <see cref="UsageRow.Serving"/> on what is stored.</summary>
    private static int Serving(PreparedStatement row, IReadOnlyList<StoredAttempt> attempts)
    {
        for (var i = attempts.Count - 1; i >= 0; i--)
        {
            if (attempts[i].ErrorClass is null)
            {
                return i;
            }
        }

        return row.Text(Source) == OutcomeNames.Of(UsageSource.None) ? -1 : attempts.Count - 1;
    }

    private static void CheckCount(
        PreparedStatement row, IReadOnlyList<StoredAttempt> attempts, Action<string> report)
    {
        var last = attempts.Count == 0 ? 0 : attempts[^1].Index;
        Equal("attempts", row.Integer(Attempts), last, report);

        // Of an interrupted request no more than the attempt in flight and the one before may be known.
        if (row.Text(Outcome) != OutcomeNames.Of(Inference.Outcome.Interrupted) && attempts.Count != last)
        {
            report($"{last} attempts were made, but {attempts.Count} are stored");
        }
    }

    private static void Equal(string name, long? stored, long expected, Action<string> report)
    {
        if (stored != expected)
        {
            report($"{name} is {stored}, but should be {expected}");
        }
    }
}
