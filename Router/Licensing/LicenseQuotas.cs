// The volume limits of a licence as counters.
using System.Collections.Immutable;
using Router.Quotas;

namespace Router.Licensing;

/// <summary>
/// The total belongs to the licence; month and window to customer and deployment, so that swapping files resets nothing (licence section 5).
/// </summary>
internal static class LicenseQuotas
{
    /// <summary>The counters of a licence with what credit notes added to its totals.</summary>
    /// <param name="numberOf">Gives the counters their number in the ledger.</param>
    internal static QuotaSet Of(LicenseTerms terms, IReadOnlyList<TakenCredit> credits, Func<IReadOnlyCollection<Quota>, int> numberOf)
    {
        var limits = terms.Limits;
        ImmutableArray<Quota> quotas =
        [
            .. Of(terms, "requests", QuotaUnit.Requests, limits.Requests, credits.Sum(credit => credit.Requests)),
            .. Of(terms, "tokens", QuotaUnit.Tokens, limits.Tokens, credits.Sum(credit => credit.Tokens)),
        ];
        return quotas.IsEmpty && limits.MaxConcurrent is null
            ? QuotaSet.Empty
            : new QuotaSet(quotas.IsEmpty ? 0 : numberOf(quotas), quotas, limits.MaxConcurrent);
    }

    /// <summary>A total with what credit notes added; it stays at the most there is.</summary>
    internal static long WithCredits(long total, long credit) => total > long.MaxValue - credit ? long.MaxValue : total + credit;

    private static IEnumerable<Quota> Of(LicenseTerms terms, string name, QuotaUnit unit, VolumeLimit limit, long credit)
    {
        var customer = $"customer/{terms.CustomerId}/{terms.Deployment.DeploymentId}";
        if (limit.Total is { } total)
        {
            yield return new Quota(name + ".total", $"license/{terms.Id}", unit, QuotaPeriod.Total, WithCredits(total, credit));
        }

        if (limit.Month is { } month)
        {
            yield return new Quota(name + ".month", customer, unit, QuotaPeriod.Month, month);
        }

        if (limit is { WindowCount: { } count, WindowSeconds: { } seconds })
        {
            yield return new Quota(name + ".window", customer, unit, QuotaPeriod.Window(seconds), count);
        }
    }
}
