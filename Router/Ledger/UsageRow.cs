// Makes the columns of a usage row and its attempts from the facts.
using Router.Inference;

namespace Router.Ledger;

/// <summary>The order of the columns is that of the tables, which is that of the chain.</summary>
internal static class UsageRow
{
    /// <summary>How many columns of <c>usage</c> come before <c>row_hash</c>; later ones come behind it.</summary>
    internal const int Columns = 58;

    /// <summary>
    /// The attempt whose usage and cost the row's buckets are: the one without an error; else, when something was used, the last;
    /// else none (-1). The costs of all others are the row's <c>failed_cost</c>.
    /// </summary>
    internal static int Serving(Settlement settlement)
    {
        for (var i = settlement.Attempts.Length - 1; i >= 0; i--)
        {
            if (settlement.Attempts[i].ErrorClass is null)
            {
                return i;
            }
        }

        return settlement.UsageSource == UsageSource.None ? -1 : settlement.Attempts.Length - 1;
    }

    /// <summary>What the attempt that served cost, by bucket.</summary>
    internal static BucketCosts Costs(Settlement settlement) => settlement.Served is { } served
        ? BucketCosts.Of(settlement.Usage, settlement.ImageCount, served.Prices)
        : default;

    /// <summary>Encodes the usage row's columns; the encoder stands behind <see cref="RowEncoder.BeginUsage"/>.</summary>
    internal static void Encode(RowEncoder row, long seq, in LedgerEntry entry)
    {
        var (request, settlement) = (entry.Request, entry.Settlement);
        row.Integer(seq);
        EncodeRequest(row, request, settlement);
        EncodeTarget(row, settlement.Served);
        row.Integer(settlement.Status);
        row.Text(settlement.ErrorCode);
        row.Text(OutcomeNames.Of(settlement.Outcome));
        row.Integer(settlement.Attempts.IsEmpty ? 0 : settlement.Attempts[^1].Index);
        row.Integer(entry.FellBack || FellBack(settlement) ? 1 : 0);
        EncodeUsage(row, settlement.Usage);
        row.Integer(settlement.ImageCount);
        row.Text(OutcomeNames.Of(settlement.UsageSource));
        EncodePrices(row, settlement.Served?.Prices);
        EncodeCosts(row, settlement);
        row.Integer(settlement.UpstreamCost);
        row.Integer(settlement.LatencyMs);
        row.Integer(settlement.TtftMs);
        row.Integer(settlement.UpstreamMs);
        row.Integer(settlement.QueueMs);
        row.Integer(0);
        row.Text(entry.Request.LicenseState);
        row.Text("none"u8);
    }

    /// <summary>Behind the other columns, and only where it is not NULL, as each column that came later.</summary>
    internal static void EncodeQuotaSet(RowEncoder row, long? quotaSet)
    {
        if (quotaSet is not null)
        {
            row.Integer(quotaSet);
        }
    }

    /// <summary>The column <c>quota_set</c>.</summary>
    internal static long? QuotaSetOf(RequestFacts request) => request.QuotaSet == 0 ? null : request.QuotaSet;

    /// <summary>Encodes an attempt's columns; the encoder stands behind <see cref="RowEncoder.BeginAttempt"/>.</summary>
    internal static void EncodeAttempt(RowEncoder row, string requestId, AttemptFacts attempt, long cost)
    {
        row.Text(requestId);
        row.Integer(attempt.Index);
        row.Text(attempt.Provider);
        row.Text(attempt.Model);
        row.Text(attempt.Dialect.Name());
        row.Integer(attempt.Status);
        row.Text(attempt.ErrorClass);
        row.Integer(attempt.StartedAt);
        row.Integer(attempt.DurationMs);
        row.Integer(attempt.FirstByteMs);
        EncodeUsage(row, attempt.Usage);
        row.Integer(cost);
    }

    private static void EncodeRequest(RowEncoder row, RequestFacts request, Settlement settlement)
    {
        row.Text(request.RequestId);
        row.Integer(request.StartedAt);
        row.Integer(settlement.EndedAt);
        row.Integer(request.Revision);
        row.Text(request.CallerId);
        row.Text(request.UserId);
        row.Text(request.ProjectId);
        row.Text(request.Environment);
        row.Text(request.TokenId);
        row.Text(request.Client);
        row.Text(request.ClientSession);
        row.Text(request.ClientDialect.Name());
        row.Text(request.Endpoint);
        row.Text(request.GroupName);
        row.Text(request.Strategy);
        row.Integer(request.Stream ? 1 : 0);
    }

    private static void EncodeTarget(RowEncoder row, TargetFacts? target)
    {
        row.Text(target?.Provider);
        row.Text(target?.Model);
        row.Text(target?.UpstreamDialect.Name());
        row.Text(target?.Region);
        row.Text(target?.Billing);
    }

    private static void EncodeUsage(RowEncoder row, in TokenUsage usage)
    {
        row.Integer(usage.Input);
        row.Integer(usage.Output);
        row.Integer(usage.CacheRead);
        row.Integer(usage.CacheWrite);
        row.Integer(usage.CacheWrite1h);
        row.Integer(usage.Reasoning);
    }

    private static void EncodePrices(RowEncoder row, PriceList? prices)
    {
        row.Integer(prices?.Input);
        row.Integer(prices?.Output);
        row.Integer(prices?.CacheRead);
        row.Integer(prices?.CacheWrite);
        row.Integer(prices?.CacheWrite1h);
        row.Integer(prices?.Image);
        row.Text(prices?.Source);
    }

    private static void EncodeCosts(RowEncoder row, Settlement settlement)
    {
        var costs = Costs(settlement);
        var failed = FailedCost(settlement);
        row.Integer(costs.Input);
        row.Integer(costs.Output);
        row.Integer(costs.CacheRead);
        row.Integer(costs.CacheWrite);
        row.Integer(costs.CacheWrite1h);
        row.Integer(costs.Image);
        row.Integer(failed);
        row.Integer(Sum(costs.Total, failed));
    }

    /// <summary>The row's <c>total_cost</c>.</summary>
    internal static long TotalCost(Settlement settlement) => Sum(Costs(settlement).Total, FailedCost(settlement));

    /// <summary>The tokens of all attempts, which is what counts against limits: an attempt that failed may have used some.</summary>
    internal static long AllTokens(Settlement settlement)
    {
        var serving = Serving(settlement);
        var tokens = FactBounds.AllTokens(settlement.Usage);
        for (var i = 0; i < settlement.Attempts.Length; i++)
        {
            tokens = i == serving ? tokens : Sum(tokens, FactBounds.AllTokens(settlement.Attempts[i].Usage));
        }

        return tokens;
    }

    private static long FailedCost(Settlement settlement)
    {
        var serving = Serving(settlement);
        var failed = 0L;
        for (var i = 0; i < settlement.Attempts.Length; i++)
        {
            failed = i == serving ? failed : Sum(failed, settlement.Attempts[i].Cost);
        }

        return failed;
    }

    /// <summary>Adds money or tokens; stays at the most there is instead of wrapping.</summary>
    internal static long Sum(long one, long other)
    {
        var sum = (Int128)one + other;
        return sum > long.MaxValue ? long.MaxValue : (long)sum;
    }

    private static bool FellBack(Settlement settlement)
    {
        foreach (var attempt in settlement.Attempts)
        {
            var first = settlement.Attempts[0];
            if (!string.Equals(attempt.Provider, first.Provider, StringComparison.Ordinal)
                || !string.Equals(attempt.Model, first.Model, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
