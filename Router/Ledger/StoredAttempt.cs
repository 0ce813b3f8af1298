// One attempt as the ledger has it, as far as a check needs it.
namespace Router.Ledger;

/// <param name="Index">1 for the first.</param>
/// <param name="ErrorClass">Null for the attempt that served.</param>
/// <param name="Tokens">Of all five kinds.</param>
internal readonly record struct StoredAttempt(long Index, string? ErrorClass, long Cost, long Tokens);
