// Something in the ledger that does not hold.
namespace Router.Ledger;

/// <param name="Seq">The row, or null for a problem of the whole.</param>
internal sealed record LedgerProblem(long? Seq, string? RequestId, string Text);
