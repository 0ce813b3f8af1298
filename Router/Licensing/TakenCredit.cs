// A credit note that was taken up.
namespace Router.Licensing;

/// <summary>What it added to the totals of one licence, for ever.</summary>
/// <param name="TakenAt">Unix seconds.</param>
internal sealed record TakenCredit(string Id, string LicenseId, long Requests, long Tokens, long TakenAt);
