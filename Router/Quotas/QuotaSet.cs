// All limits that are in force at a moment.
using System.Collections.Immutable;

namespace Router.Quotas;

/// <summary>Immutable; a change of any limit is another set.</summary>
internal sealed class QuotaSet
{
    /// <param name="id">The number that the ledger gave to the counters (<see cref="QuotaDefinition"/>); 0 only without quotas.</param>
    /// <param name="maxConcurrent">The most requests in flight; null for any number.</param>
    internal QuotaSet(int id, ImmutableArray<Quota> quotas, long? maxConcurrent = null)
    {
        if (id <= 0 && !quotas.IsEmpty)
        {
            throw new ArgumentOutOfRangeException(nameof(id), "Use can be written only under a number of the ledger.");
        }

        (Id, Quotas, MaxConcurrent) = (id, quotas, maxConcurrent);
    }

    /// <summary>No limit at all: nothing is held, nothing counted.</summary>
    internal static QuotaSet Empty { get; } = new(0, []);

    internal int Id { get; }

    internal ImmutableArray<Quota> Quotas { get; }

    internal long? MaxConcurrent { get; }

    internal bool IsEmpty => Quotas.IsEmpty && MaxConcurrent is null;
}
