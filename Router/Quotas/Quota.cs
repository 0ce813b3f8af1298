// One limit on use.
namespace Router.Quotas;

/// <param name="Name">As refusals and reports name it, such as <c>requests.window</c>.</param>
/// <param name="Scope">What the use belongs to; of this, and not of the limit's name, the ledger keeps the use.</param>
/// <param name="Limit">The most that fits.</param>
internal sealed record Quota(string Name, string Scope, QuotaUnit Unit, QuotaPeriod Period, long Limit)
{
    internal QuotaKey Key => new(Scope, Period);
}
