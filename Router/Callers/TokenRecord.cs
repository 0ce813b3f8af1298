// A token as the ledger knows it.
using Router.Configuration;

namespace Router.Callers;

/// <summary>A row of <c>tokens</c>. Times are Unix milliseconds.</summary>
/// <param name="TokenId">The column <c>id</c>, and <c>token_id</c> of usage rows.</param>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="GraceUntil">A rotated token is good until then; null: it ended at once.</param>
/// <param name="ReplacedBy">The token id that took its place.</param>
internal sealed record TokenRecord(
    string TokenId,
    TokenFacts Facts,
    TokenHash Hash,
    long CreatedAt,
    long? ExpiresAt,
    TokenState State,
    long StateAt,
    long? GraceUntil,
    string? ReplacedBy);
