// What the rows of a batch add to quotas.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Router.Quotas;

namespace Router.Ledger;

/// <summary>
/// Gathers while a batch is encoded and is written once at its end; the verifier gathers those of all rows. Of a window only what lies less
/// than a window before its newest bucket is kept: by the order of the rows alone, so that the verifier comes to the same. Used by one thread.
/// </summary>
/// <param name="definition"><c>select_quota_set.sql</c>.</param>
internal sealed class QuotaSums(PreparedStatement definition)
{
    private readonly Dictionary<long, ImmutableArray<QuotaKey>> _sets = [];
    private readonly Dictionary<(QuotaKey Key, long StartsAt), (long Requests, long Tokens)> _sums = [];

    /// <summary>Rows added whose set the ledger does not know; they count nowhere.</summary>
    internal long Nameless { get; private set; }

    /// <summary>Begins a batch.</summary>
    internal void Clear() => _sums.Clear();

    /// <summary>Adds a row to each counter of its set; null for one that counts nowhere.</summary>
    /// <param name="tokens">Of all its attempts: <see cref="UsageRow.AllTokens"/>.</param>
    internal void Add(long? quotaSet, long startedAt, long tokens)
    {
        if (quotaSet is not { } set)
        {
            return;
        }

        var keys = KeysOf(set);
        Nameless += keys.IsEmpty ? 1 : 0;
        foreach (var key in keys)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (key, key.Period.StartOf(startedAt)), out _);
            sum = (sum.Requests + 1, UsageRow.Sum(sum.Tokens, tokens));
        }
    }

    /// <summary>Runs <paramref name="add"/> for every sum, then <paramref name="trim"/> for each window among them.</summary>
    internal void WriteTo(PreparedStatement add, PreparedStatement trim)
    {
        foreach (var ((key, startsAt), sum) in _sums)
        {
            add.Bind(1, key.Scope);
            add.Bind(2, key.Period.Word);
            add.Bind(3, startsAt);
            add.Bind(4, sum.Requests);
            add.Bind(5, sum.Tokens);
            add.Run();
        }

        foreach (var key in _sums.Keys.Select(sum => sum.Key).Where(key => key.Period.IsWindow).Distinct())
        {
            trim.Bind(1, key.Scope);
            trim.Bind(2, key.Period.Word);
            trim.Bind(3, key.Period.KeptFor);
            trim.Run();
        }
    }

    /// <summary>Forgets what has slid out of its window by the rows added so far.</summary>
    internal void Trim()
    {
        foreach (var window in _sums.Keys.Where(sum => sum.Key.Period.IsWindow).GroupBy(sum => sum.Key).ToList())
        {
            var newest = window.Max(sum => sum.StartsAt);
            foreach (var slidOut in window.Where(sum => sum.StartsAt <= newest - window.Key.Period.KeptFor))
            {
                _sums.Remove(slidOut);
            }
        }
    }

    /// <summary>How many sums differ from the stored ones, are missing there, or stand there for no row.</summary>
    /// <param name="stored">Not yet run; its columns are those of <c>select_quota_usage.sql</c>.</param>
    internal long CountWrong(PreparedStatement stored)
    {
        Trim();
        long wrong = 0;
        var found = 0;
        while (stored.Step())
        {
            (long, long) sum = default;
            var known = QuotaRows.TryReadKey(stored, out var key) && _sums.TryGetValue((key, stored.Integer(2) ?? 0), out sum);
            found += known ? 1 : 0;
            wrong += known && (stored.Integer(3), stored.Integer(4)) == sum ? 0 : 1;
        }

        return wrong + _sums.Count - found;
    }

    private ImmutableArray<QuotaKey> KeysOf(long set)
    {
        if (_sets.TryGetValue(set, out var known))
        {
            return known;
        }

        definition.Bind(1, set);
        ImmutableArray<QuotaKey> keys = definition.Step() ? QuotaDefinition.Parse(definition.Text(0) ?? "") : [];
        definition.Reset();
        if (!keys.IsEmpty)
        {
            _sets[set] = keys;
        }

        return keys;
    }
}
