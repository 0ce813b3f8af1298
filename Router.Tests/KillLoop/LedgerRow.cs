// What the ledger knows of one request id.
namespace Router.Tests.KillLoop;

/// <param name="Rows">How many rows bear the id; one, if all is well. The other members are those of the last.</param>
/// <param name="IsCounted">It counts against the volume limits of the licence.</param>
/// <param name="Tokens">Of all its attempts.</param>
internal sealed record LedgerRow(int Rows, string Outcome, int Attempts, bool IsCounted = true, long Tokens = 0);
