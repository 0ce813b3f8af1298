// What stands in a bucket, or what is added to it.
namespace Router.Quotas;

/// <summary>A sum stays at the most there is, and at nothing, instead of wrapping.</summary>
/// <param name="Requests">Settled.</param>
/// <param name="Tokens">Settled.</param>
/// <param name="HeldRequests">Of requests that are not settled yet.</param>
/// <param name="HeldTokens">The bounds of what they may use.</param>
internal readonly record struct QuotaAmounts(long Requests, long Tokens, long HeldRequests = 0, long HeldTokens = 0)
{
    internal long Used(QuotaUnit unit) => unit == QuotaUnit.Requests ? Requests : Tokens;

    internal long Held(QuotaUnit unit) => unit == QuotaUnit.Requests ? HeldRequests : HeldTokens;

    internal Int128 Taken(QuotaUnit unit) => (Int128)Used(unit) + Held(unit);

    internal QuotaAmounts Plus(in QuotaAmounts other) => new(
        Sum(Requests, other.Requests),
        Sum(Tokens, other.Tokens),
        Sum(HeldRequests, other.HeldRequests),
        Sum(HeldTokens, other.HeldTokens));

    private static long Sum(long one, long other) => (long)Int128.Clamp((Int128)one + other, 0, long.MaxValue);
}
