// The use of one scope over one kind of time.
namespace Router.Quotas;

/// <summary>Used under the lock of its <see cref="QuotaBook"/>.</summary>
internal abstract class QuotaCounter
{
    internal static QuotaCounter Of(QuotaPeriod period) =>
        period.IsWindow ? new WindowCounter(period) : new CalendarCounter(period);

    /// <summary>What counts against a limit at a moment.</summary>
    internal abstract QuotaAmounts At(in QuotaMoment moment);

    /// <summary>Adds to the bucket of a moment, which may lie in the past.</summary>
    internal abstract void Add(in QuotaMoment moment, in QuotaAmounts amounts);

    /// <summary>
    /// Milliseconds from a moment until so much of <paramref name="unit"/> counts no more; the whole time when there is not so much. Null
    /// when that will never be.
    /// </summary>
    internal abstract long? FreedAfter(in QuotaMoment moment, QuotaUnit unit, Int128 amount);
}
