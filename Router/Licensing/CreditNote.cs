// What a credit note adds to a licence.
namespace Router.Licensing;

/// <summary>The claims of a top-up (licence section 7).</summary>
/// <param name="Id">Its <c>jti</c>; each is taken up once for ever.</param>
/// <param name="LicenseId">The licence that it adds to.</param>
/// <param name="ExpiresAt">The last moment to install it.</param>
/// <param name="Requests">Added to <c>requests.total</c>; 0 when it adds none.</param>
internal sealed record CreditNote(
    string Id, string Issuer, string CustomerId, string LicenseId, long IssuedAt, long ExpiresAt, long Requests, long Tokens, TrustedKey Key)
{
    /// <summary>What to do with it while <paramref name="terms"/> are in force; only <see cref="CreditFate.Applies"/> adds anything.</summary>
    internal CreditFate FateFor(LicenseTerms terms, long now) =>
        LicenseId != terms.Id ? CreditFate.OtherLicense
        : CustomerId != terms.CustomerId ? CreditFate.OtherCustomer
        : Key.Scope.ProblemWith(terms with { IssuedAt = IssuedAt }) is not null ? CreditFate.KeyScope
        : now > ExpiresAt ? CreditFate.TooLate
        : CreditFate.Applies;
}
