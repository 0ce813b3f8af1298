// The counters of use, with what running requests hold.
using System.Collections.Immutable;

namespace Router.Quotas;

/// <summary>
/// In memory, with one short lock; the ledger keeps the same in its own transactions. Together, what was settled and what is held never go
/// beyond a limit, as long as no request uses more than it held. Use belongs to scopes, so it stays when the limits change.
/// </summary>
internal sealed class QuotaBook
{
    /// <summary>The name that a refusal for too many requests in flight has.</summary>
    internal const string MaxConcurrent = "max_concurrent";

    private readonly TimeProvider _time;
    private readonly long _startWall;
    private readonly long _startSteady;
    private readonly Lock _gate = new();
    private readonly Dictionary<QuotaKey, QuotaCounter> _counters = [];
    private BoundQuotas _bound = new(QuotaSet.Empty, [], []);
    private int _inFlight;

    internal QuotaBook(TimeProvider time)
    {
        _time = time;
        _startWall = Wall;
        _startSteady = time.GetTimestamp();
    }

    /// <summary>Requests that hold something.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    private long Wall => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds what was used before this process began.</summary>
    /// <param name="startsAt">Of the bucket. One that lies ahead, because the clock was set back since, counts as of now.</param>
    internal void Load(QuotaKey key, long startsAt, long requests, long tokens)
    {
        lock (_gate)
        {
            var now = Now(startsAt);
            var counter = CounterOf(key);
            counter.At(now);
            counter.Add(now with { Steady = Math.Min(startsAt, now.Steady) }, new QuotaAmounts(requests, tokens));
        }
    }

    /// <summary>Holds a request and its tokens; null when a limit of <paramref name="set"/> stands in the way.</summary>
    /// <param name="tokens">The most that its first attempt can use.</param>
    /// <param name="startedAt">The ledger's time of the request, Unix milliseconds.</param>
    internal QuotaHold? TryHold(QuotaSet set, long tokens, long startedAt, out QuotaRefusal? refusal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        lock (_gate)
        {
            var now = Now(startedAt);
            var bound = Bind(set);
            var added = new QuotaAmounts(0, 0, 1, tokens);
            refusal = WhatIsFull(bound, now, added)
                ?? (_inFlight >= set.MaxConcurrent ? new QuotaRefusal(MaxConcurrent, 1) : null);
            if (refusal is not null)
            {
                return null;
            }

            _inFlight++;
            bound.Add(now, added);
            return new QuotaHold(this, bound, now, tokens);
        }
    }

    /// <inheritdoc cref="QuotaHold.TryAdd"/>
    internal bool TryAdd(QuotaHold hold, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        lock (_gate)
        {
            var added = new QuotaAmounts(0, 0, 0, tokens);
            if (hold.Ended || WhatIsFull(hold.Quotas, Now(hold.Began.Wall), added) is not null)
            {
                return false;
            }

            hold.Quotas.Add(hold.Began, added);
            hold.Tokens += tokens;
            return true;
        }
    }

    /// <inheritdoc cref="QuotaHold.Settle"/>
    internal void Settle(QuotaHold hold, long tokens)
    {
        lock (_gate)
        {
            if (hold.Ended)
            {
                throw new InvalidOperationException("The hold has ended already.");
            }

            End(hold, new QuotaAmounts(1, Math.Max(tokens, 0), -1, -hold.Tokens));
        }
    }

    /// <inheritdoc cref="QuotaHold.Release"/>
    internal void Release(QuotaHold hold)
    {
        lock (_gate)
        {
            if (!hold.Ended)
            {
                End(hold, new QuotaAmounts(0, 0, -1, -hold.Tokens));
            }
        }
    }

    /// <summary>The use of each quota of a set at this moment, in its order.</summary>
    internal ImmutableArray<QuotaUse> UseOf(QuotaSet set)
    {
        lock (_gate)
        {
            var now = Now(Wall);
            var uses = ImmutableArray.CreateBuilder<QuotaUse>(set.Quotas.Length);
            foreach (var quota in set.Quotas)
            {
                var counter = CounterOf(quota.Key);
                var amounts = counter.At(now);
                var taken = amounts.Taken(quota.Unit);
                var isEmptyWindow = quota.Period.IsWindow && taken == 0;
                uses.Add(new QuotaUse(
                    quota,
                    amounts.Used(quota.Unit),
                    amounts.Held(quota.Unit),
                    isEmptyWindow ? null : now.Wall + counter.FreedAfter(now, quota.Unit, taken)));
            }

            return uses.MoveToImmutable();
        }
    }

    private static QuotaRefusal? WhatIsFull(BoundQuotas bound, in QuotaMoment now, in QuotaAmounts added)
    {
        QuotaRefusal? worst = null;
        for (var i = 0; i < bound.CounterOf.Length; i++)
        {
            var quota = bound.Set.Quotas[i];
            var need = added.Held(quota.Unit);
            var amounts = bound.CounterOf[i].At(now);
            var over = amounts.Taken(quota.Unit) + need - quota.Limit;
            if (need == 0 || over <= 0)
            {
                continue;
            }

            var refusal = new QuotaRefusal(quota.Name, RetryAfter(bound.CounterOf[i], quota, now, amounts, over));
            if (worst is null || (refusal.RetryAfter ?? long.MaxValue) > (worst.RetryAfter ?? long.MaxValue))
            {
                worst = refusal;
            }
        }

        return worst;
    }

    /// <summary>What others hold may be free in an instant, and what was used when its time has passed; of a total it never is.</summary>
    private static long? RetryAfter(QuotaCounter counter, Quota quota, in QuotaMoment now, in QuotaAmounts amounts, Int128 over)
    {
        if (counter.FreedAfter(now, quota.Unit, over) is not { } wait)
        {
            return null;
        }

        return over <= amounts.Held(quota.Unit) ? 1 : Math.Max(1, (wait + 999) / 1000);
    }

    private void End(QuotaHold hold, in QuotaAmounts change)
    {
        hold.Ended = true;
        hold.Quotas.Add(hold.Began, change);
        _inFlight--;
    }

    private QuotaMoment Now(long wall) => new(wall, _startWall + (long)_time.GetElapsedTime(_startSteady).TotalMilliseconds);

    private BoundQuotas Bind(QuotaSet set)
    {
        if (ReferenceEquals(_bound.Set, set))
        {
            return _bound;
        }

        ImmutableArray<QuotaCounter> counters = [.. set.Quotas.Select(quota => CounterOf(quota.Key))];
        return _bound = new BoundQuotas(set, [.. counters.Distinct()], counters);
    }

    private QuotaCounter CounterOf(QuotaKey key)
    {
        if (!_counters.TryGetValue(key, out var counter))
        {
            _counters[key] = counter = QuotaCounter.Of(key.Period);
        }

        return counter;
    }
}
