// A request that waits for its row.
namespace Router.Ledger;

/// <summary>What the writer takes from its queue.</summary>
/// <param name="Slot">The journal slot to give back once the row is committed; null for one that comes from recovery.</param>
internal sealed record SettledRequest(RequestFacts Request, Settlement Settlement, int? Slot);
