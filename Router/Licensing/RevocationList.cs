// The signed list of what ended before its time.
using System.Collections.Immutable;

namespace Router.Licensing;

/// <summary>The claims of a revocation list (licence section 6).</summary>
/// <param name="Epoch">Rises with each list; only a higher one replaces another.</param>
/// <param name="NextUpdate">When the issuer means to have made the next; null when it does not say.</param>
internal sealed record RevocationList(
    string Issuer, string KeyId, long Epoch, long IssuedAt, long? NextUpdate, ImmutableArray<RevocationEntry> Entries)
{
    /// <summary>The entry in effect for a licence: one that revokes before one that cancels, and the earliest of each kind; null when none is.</summary>
    internal RevocationEntry? Find(LicenseTerms terms, long at) => Entries
        .Where(entry => entry.Effective <= at && entry.Names(terms))
        .OrderBy(entry => entry.Status == RevocationStatus.Cancelled)
        .ThenBy(entry => entry.Effective)
        .FirstOrDefault();
}
