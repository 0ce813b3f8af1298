// Why a file is refused, in the order in which it is looked at.
namespace Router.Licensing;

/// <summary>The reasons of licence section 8; <see cref="LicenseReasons"/> has their words.</summary>
internal enum LicenseReason
{
    /// <summary>There is no file.</summary>
    Missing,

    /// <summary>It may not be read, or reading failed.</summary>
    Unreadable,

    /// <summary>A folder, pipe, device, or a link that leaves the folder.</summary>
    NotAFile,

    /// <summary>More than 64 KiB.</summary>
    TooLarge,

    /// <summary>Not byte for byte the layout of section 1.</summary>
    Layout,

    /// <summary>The protected header is no JSON object of just the five members.</summary>
    Header,

    /// <summary>Another <c>alg</c> than <c>ES256</c>.</summary>
    Algorithm,

    /// <summary>Another kind of file.</summary>
    Type,

    /// <summary><c>crit</c> or <c>rtr_v</c> asks for what this program does not know.</summary>
    Critical,

    /// <summary>Signed by a key that is not trusted here.</summary>
    UnknownKey,

    /// <summary>The signature does not hold, or is the twin of one that would.</summary>
    Signature,

    /// <summary>The claims are not those of section 2.</summary>
    Claims,

    /// <summary>For another product.</summary>
    Product,

    /// <summary>Another issuer than the key's.</summary>
    Issuer,

    /// <summary>The key may not sign this.</summary>
    KeyScope,

    /// <summary>A revocation list is configured and none was ever accepted.</summary>
    RevocationsMissing,
}
