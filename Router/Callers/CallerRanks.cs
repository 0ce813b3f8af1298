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

    /// <summary>Those that count, in order.</summary>
    internal IReadOnlyList<string> IdsIn(RouterSnapshot snapshot) => Of(snapshot).Ids;

    /// <summary>The place of a caller, 1 for the first; null when it does not count.</summary>
    internal int? RankOf(string callerId, RouterSnapshot snapshot) => Of(snapshot).Ranks.TryGetValue(callerId, out var rank) ? rank : null;

    private Known Of(RouterSnapshot snapshot)
    {
        var table = tokens.Current;
        if (_known is { } known && known.Snapshot == (object)snapshot && known.Table == (object)table)
        {
            return known;
        }

        var ids = InOrder(snapshot, table.CallerIds);
        _known = known = new Known(snapshot, table, ids, ids.Select((id, at) => (id, at)).ToFrozenDictionary(one => one.id, one => one.at + 1, StringComparer.Ordinal));
        return known;
    }

    /// <summary>Those that count, in order.</summary>
    /// <param name="ofLedger">The callers of the ledger, in the order of first registration.</param>
    internal static IReadOnlyList<string> InOrder(RouterSnapshot snapshot, IEnumerable<string> ofLedger) =>
        [.. snapshot.CallerIds.Concat(ofLedger).Distinct(StringComparer.Ordinal)];

    private sealed record Known(RouterSnapshot Snapshot, TokenTable Table, IReadOnlyList<string> Ids, FrozenDictionary<string, int> Ranks);
}
