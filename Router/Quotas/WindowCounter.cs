// The use of the last seconds.
namespace Router.Quotas;

/// <summary>
/// A ring of steps. One counts until all of it lies a whole window back, so never less counts than was used in the window, and at most
/// a step more.
/// </summary>
internal sealed class WindowCounter : QuotaCounter
{
    private readonly long _length;
    private readonly long _step;
    private readonly QuotaAmounts[] _ring;
    private QuotaAmounts _sum;
    private long _newest = -1;

    internal WindowCounter(QuotaPeriod period)
    {
        (_length, _step) = (period.Length, period.Step);
        _ring = new QuotaAmounts[((_length + _step - 1) / _step) + 1];
    }

    internal override QuotaAmounts At(in QuotaMoment moment)
    {
        MoveTo(StepOf(moment));
        return _sum;
    }

    internal override void Add(in QuotaMoment moment, in QuotaAmounts amounts)
    {
        var step = StepOf(moment);
        MoveTo(step);
        if (step > _newest - _ring.Length)
        {
            ref var bucket = ref _ring[Place(step)];
            bucket = bucket.Plus(amounts);
            _sum = _sum.Plus(amounts);
        }
    }

    internal override long? FreedAfter(in QuotaMoment moment, QuotaUnit unit, Int128 amount)
    {
        MoveTo(StepOf(moment));
        var last = _newest - _ring.Length;
        Int128 freed = 0;
        for (var step = last + 1; step <= _newest && freed < amount; step++)
        {
            if (_ring[Place(step)].Taken(unit) is var taken && taken > 0)
            {
                freed += taken;
                last = step;
            }
        }

        return freed < amount ? _length : ((last + _ring.Length) * _step) - moment.Steady;
    }

    /// <summary>Empties what has slid out; the sum is made anew, so it cannot drift.</summary>
    private void MoveTo(long step)
    {
        if (step <= _newest)
        {
            return;
        }

        for (var passed = Math.Max(step - _ring.Length, _newest) + 1; passed <= step; passed++)
        {
            _ring[Place(passed)] = default;
        }

        _newest = step;
        _sum = default;
        foreach (ref readonly var bucket in _ring.AsSpan())
        {
            _sum = _sum.Plus(bucket);
        }
    }

    private long StepOf(in QuotaMoment moment) => Math.Max(moment.Steady, 0) / _step;

    private int Place(long step) => (int)(step % _ring.Length);
}
