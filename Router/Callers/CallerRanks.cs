// Which callers came first.
using System.Collections.Frozen;
using Router.Configuration;

namespace Router.Callers;

/// <summary>
/// The place of each caller that is neither removed nor disabled, in the order of first registration; those of the file come first, in file
/// order (licence section 5, <c>max_callers</c>). Worked out anew when the file or the tokens change.
/// </summary>
internal sealed class CallerRanks(LiveTokens tokens)
{
    private volatile Known? _known;

    /// <summary>How many callers count.</summary>
    internal int CountIn(RouterSnapshot snapshot) => RanksOf(snapshot).Count;

    /// <summary>Those that count, in order.</summary>
    internal IReadOnlyList<string> IdsIn(RouterSnapshot snapshot) => [.. RanksOf(snapshot).OrderBy(caller => caller.Value).Select(caller => caller.Key)];

    /// <summary>The place of a caller, 1 for the first; null when it does not count.</summary>
    internal int? RankOf(string callerId, RouterSnapshot snapshot) => RanksOf(snapshot).TryGetValue(callerId, out var rank) ? rank : null;

    private FrozenDictionary<string, int> RanksOf(RouterSnapshot snapshot)
    {
        var table = tokens.Current;
        if (_known is { } known && known.Snapshot == (object)snapshot && known.Table == (object)table)
        {
            return known.Ranks;
        }

        var ranks = Of(snapshot, table.CallerIds);
        _known = new Known(snapshot, table, ranks);
        return ranks;
    }

    /// <summary>The places of all callers.</summary>
    /// <param name="ofLedger">The callers of the ledger, in the order of first registration.</param>
    internal static FrozenDictionary<string, int> Of(RouterSnapshot snapshot, IEnumerable<string> ofLedger)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in snapshot.CallerIds.Concat(ofLedger))
        {
            ranks.TryAdd(id, ranks.Count + 1);
        }

        return ranks.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private sealed record Known(RouterSnapshot Snapshot, TokenTable Table, FrozenDictionary<string, int> Ranks);
}
