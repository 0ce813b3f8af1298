// A request that the ledger holds open.
namespace Router.Ledger;

/// <summary>The ticket between <see cref="IUsageLedger.Open"/> and <see cref="IUsageLedger.Settle"/>.</summary>
/// <param name="slot">Its journal slot.</param>
/// <param name="ticket">What ties the slot's regions to this request.</param>
internal sealed class OpenRequest(RequestFacts request, int slot, long ticket)
{
    private int _settled;

    internal RequestFacts Request { get; } = request;

    internal int Slot { get; } = slot;

    internal long Ticket { get; } = ticket;

    /// <summary>True for the first caller only.</summary>
    internal bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;
}
