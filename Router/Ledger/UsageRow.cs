// A settled request as the columns of the ledger.
using Router.Inference;

namespace Router.Ledger;

/// <summary>The one place that knows the order of the columns (contract section 4, <c>sql/sqlite/migrations/0001_ledger.sql</c>).</summary>
internal static class UsageRow
{
    /// <summary>The number of columns before <c>row_hash</c>.</summary>
    internal const int Columns = 58;

    /// <summary>The usage columns but <c>row_hash</c>.</summary>
    internal static void Encode(RowEncoder row, long seq, RequestFacts request, Settlement settlement)
    {
        var served = settlement.Served;
        row.Integer(seq);
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
        row.Text(served?.Provider);
        row.Text(served?.Model);
        row.Text(served?.UpstreamDialect.Name());
        row.Text(served?.Region);
        row.Text(served?.Billing);
        row.Integer(settlement.Status);
        row.Text(settlement.ErrorCode);
        row.Text(OutcomeNames.Of(settlement.Outcome));
        row.Integer(settlement.Attempts.Length);
        row.Integer(IsFallback(settlement) ? 1 : 0);
        EncodeUsage(row, settlement);
        EncodePrices(row, served?.Prices);
        EncodeCosts(row, settlement);
        row.Integer(settlement.LatencyMs);
        row.Integer(settlement.TtftMs);
        row.Integer(settlement.UpstreamMs);
        row.Integer(settlement.QueueMs);
        row.Integer(0);
        row.Text(settlement.LicenseState);
        row.Text("none");
    }

    /// <summary>The columns of one attempt.</summary>
    internal static void Encode(RowEncoder row, string requestId, AttemptFacts attempt)
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
        row.Integer(attempt.Usage.Input);
        row.Integer(attempt.Usage.Output);
        row.Integer(attempt.Usage.CacheRead);
        row.Integer(attempt.Usage.CacheWrite);
        row.Integer(attempt.Usage.CacheWrite1h);
        row.Integer(attempt.Usage.Reasoning);
        row.Integer(attempt.Cost);
    }

    private static void EncodeUsage(RowEncoder row, Settlement settlement)
    {
        row.Integer(settlement.Usage.Input);
        row.Integer(settlement.Usage.Output);
        row.Integer(settlement.Usage.CacheRead);
        row.Integer(settlement.Usage.CacheWrite);
        row.Integer(settlement.Usage.CacheWrite1h);
        row.Integer(settlement.Usage.Reasoning);
        row.Integer(settlement.ImageCount);
        row.Text(OutcomeNames.Of(settlement.UsageSource));
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
        var costs = settlement.Served is { } served
            ? BucketCosts.Of(settlement.Usage, settlement.ImageCount, served.Prices)
            : default;
        var failed = FailedCost(settlement);
        row.Integer(costs.Input);
        row.Integer(costs.Output);
        row.Integer(costs.CacheRead);
        row.Integer(costs.CacheWrite);
        row.Integer(costs.CacheWrite1h);
        row.Integer(costs.Image);
        row.Integer(failed);
        row.Integer(costs.Total + failed);
        row.Integer(settlement.UpstreamCost);
    }

    /// <summary>What the attempts cost whose usage is not the row's own: all but the one that served (by its number).</summary>
    private static long FailedCost(Settlement settlement)
    {
        long sum = 0;
        foreach (var attempt in settlement.Attempts)
        {
            if (attempt.Index != settlement.Served?.Attempt || settlement.UsageSource == UsageSource.None)
            {
                sum += attempt.Cost;
            }
        }

        return sum;
    }

    private static bool IsFallback(Settlement settlement)
    {
        foreach (var attempt in settlement.Attempts)
        {
            if (attempt.Provider != settlement.Attempts[0].Provider || attempt.Model != settlement.Attempts[0].Model)
            {
                return true;
            }
        }

        return false;
    }
}
