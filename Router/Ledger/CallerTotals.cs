// What a caller used in a time.
namespace Router.Ledger;

/// <param name="InputTokens">All input: uncached, cache reads and cache writes.</param>
/// <param name="Cost">Nano-dollars.</param>
internal sealed record CallerTotals(long Requests, long InputTokens, long OutputTokens, long Cost);
