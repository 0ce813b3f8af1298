// A request as it was found in the journal.
namespace Router.Ledger;

/// <summary>A request of an earlier process. Without <paramref name="Settlement"/> it was open when that process died.</summary>
/// <param name="Target">Null for a request that was refused before any target.</param>
internal sealed record JournalEntry(RequestFacts Request, TargetFacts? Target, Settlement? Settlement);
