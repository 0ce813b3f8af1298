// The words of the reasons.
namespace Router.Licensing;

/// <summary>How <see cref="LicenseReason"/> is written.</summary>
internal static class LicenseReasons
{
    /// <summary>The word of licence section 8.</summary>
    internal static string Word(this LicenseReason reason) => reason switch
    {
        LicenseReason.Missing => "missing",
        LicenseReason.Unreadable => "unreadable",
        LicenseReason.NotAFile => "not_a_file",
        LicenseReason.TooLarge => "too_large",
        LicenseReason.Layout => "layout",
        LicenseReason.Header => "header",
        LicenseReason.Algorithm => "algorithm",
        LicenseReason.Type => "type",
        LicenseReason.Critical => "critical",
        LicenseReason.UnknownKey => "unknown_key",
        LicenseReason.Signature => "signature",
        LicenseReason.Claims => "claims",
        LicenseReason.Product => "product",
        LicenseReason.Issuer => "issuer",
        LicenseReason.KeyScope => "key_scope",
        LicenseReason.RevocationsMissing => "revocations_missing",
    };
}
