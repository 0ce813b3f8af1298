// A request that the ledger holds open.
namespace Router.Ledger;

/// <summary>
/// The ticket between <see cref="UsageLedger.Open"/> and <see cref="UsageLedger.Settle"/>, and that between <see cref="UsageLedger.Await"/>
/// and <see cref="UsageLedger.Arrived"/>.
/// </summary>
/// <param name="slot">Index of its journal slot.</param>
internal sealed class OpenRequest(RequestFacts request, int slot)
{
    private int _settled;

    internal RequestFacts Request { get; } = request;

    internal int Slot { get; } = slot;

    /// <summary>Marks what this request writes into the slot, so that nothing an earlier one left there is taken for its own.</summary>
    internal long Generation { get; init; }

    /// <summary>True for the first caller only.</summary>
    internal bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;
}
