// What the ledger knows of one request id.
namespace Router.Tests.KillLoop;

/// <param name="Rows">How many rows bear the id; one, if all is well. The other members are those of the last.</param>
internal sealed record LedgerRow(int Rows, string Outcome, int Attempts);
