// The use of all of time, or of each calendar month.
namespace Router.Quotas;

/// <summary>Months stay, a few bytes each: a clock that is set back finds what was used of the month that it goes back to.</summary>
internal sealed class CalendarCounter(QuotaPeriod period) : QuotaCounter
{
    private readonly Dictionary<long, QuotaAmounts> _buckets = [];

    internal override QuotaAmounts At(in QuotaMoment moment) => _buckets.GetValueOrDefault(period.StartOf(moment.Wall));

    internal override void Add(in QuotaMoment moment, in QuotaAmounts amounts)
    {
        var start = period.StartOf(moment.Wall);
        _buckets[start] = _buckets.GetValueOrDefault(start).Plus(amounts);
    }

    internal override long? FreedAfter(in QuotaMoment moment, QuotaUnit unit, Int128 amount) =>
        period.IsMonth ? QuotaPeriod.EndOfMonth(moment.Wall) - moment.Wall : null;
}
