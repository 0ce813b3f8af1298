// How much of a quota is used, for reports.
namespace Router.Quotas;

/// <param name="Held">By requests that are being served.</param>
/// <param name="ResetsAt">Unix milliseconds when all of it is free again; null for a total, and for a window that nothing was used of.</param>
internal sealed record QuotaUse(Quota Quota, long Used, long Held, long? ResetsAt)
{
    /// <summary>What still fits.</summary>
    internal long Remaining => (long)Int128.Max(0, (Int128)Quota.Limit - Used - Held);
}
