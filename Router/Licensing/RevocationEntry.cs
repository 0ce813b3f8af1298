// One licence or key that ended before its time.
namespace Router.Licensing;

/// <summary>An entry of a revocation list; it names a licence or a key, never both.</summary>
/// <param name="Why">Free text of the issuer; shown to administrators.</param>
/// <param name="Effective">From when on, in seconds since 1970.</param>
internal sealed record RevocationEntry(string? LicenseId, string? KeyId, RevocationStatus Status, string Why, long Effective)
{
    internal bool Names(LicenseTerms terms) => LicenseId == terms.Id || (KeyId is not null && KeyId == terms.KeyId);
}
