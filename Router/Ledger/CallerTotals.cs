// The sums of a caller.
namespace Router.Ledger;

/// <summary><paramref name="InputTokens"/> counts all input, cached or not; <paramref name="CostNano"/> is nano-dollars.</summary>
internal sealed record CallerTotals(long Requests, long InputTokens, long OutputTokens, long CostNano);
