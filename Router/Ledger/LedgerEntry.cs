// A settled request on its way to the database.
namespace Router.Ledger;

/// <param name="Slot">The journal slot to give back once the row is in the database; null when recovery made the entry.</param>
/// <param name="FellBack">Known to have left its first target, though <see cref="Settlement.Attempts"/> does not show it.</param>
internal readonly record struct LedgerEntry(RequestFacts Request, Settlement Settlement, int? Slot, bool FellBack = false)
{
    /// <summary>The ids that the answer created, when there are any to be recorded.</summary>
    internal StoredIdRecord? StoredIds { get; init; }

    /// <summary>Their journal slot, given back as <see cref="Slot"/> is.</summary>
    internal int? StoredIdSlot { get; init; }
}
