// A set with the counters that it stands on.
using System.Collections.Immutable;

namespace Router.Quotas;

/// <summary>Made once for each set, so that no request looks a counter up.</summary>
/// <param name="Counters">Each once, though several quotas may share one.</param>
/// <param name="CounterOf">In the order of the set's quotas.</param>
internal sealed record BoundQuotas(QuotaSet Set, ImmutableArray<QuotaCounter> Counters, ImmutableArray<QuotaCounter> CounterOf)
{
    internal void Add(in QuotaMoment moment, in QuotaAmounts amounts)
    {
        foreach (var counter in Counters)
        {
            counter.Add(moment, amounts);
        }
    }
}
