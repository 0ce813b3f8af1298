// What a verified licence says.
using System.Collections.Immutable;

namespace Router.Licensing;

/// <summary>The claims of one licence file (licence section 2), typed; made only by <see cref="LicenseVerifier"/> from a file that holds.</summary>
internal sealed record LicenseTerms
{
    /// <summary>The licence's id, <c>jti</c>.</summary>
    internal required string Id { get; init; }

    internal required string Issuer { get; init; }

    /// <summary>Customer id, <c>sub</c>.</summary>
    internal required string CustomerId { get; init; }

    internal required string CustomerName { get; init; }

    /// <summary>The plan's name.</summary>
    internal required string Sku { get; init; }

    /// <summary>Seconds since 1970 UTC, as all times here.</summary>
    internal required long IssuedAt { get; init; }

    internal required long NotBefore { get; init; }

    internal required long ExpiresAt { get; init; }

    /// <summary><see cref="ExpiresAt"/> when the file gives no grace.</summary>
    internal required long GraceUntil { get; init; }

    internal required LicenseFeatures Features { get; init; }

    /// <summary>Names of features that this program does not know; they grant nothing.</summary>
    internal required ImmutableArray<string> UnknownFeatures { get; init; }

    internal required LicenseLimits Limits { get; init; }

    internal required LicenseDeployment Deployment { get; init; }

    internal required ImmutableArray<LicenseContact> Contacts { get; init; }

    /// <summary>The <c>jti</c> of the licence before it; null when it is the first.</summary>
    internal required string? Renews { get; init; }

    /// <summary>The key that signed it.</summary>
    internal required string KeyId { get; init; }

    /// <summary>True: its key serves loopback listeners only.</summary>
    internal required bool LoopbackOnly { get; init; }

    /// <summary>True when every feature of <paramref name="needed"/> is granted. Costs nothing: this is the gate.</summary>
    internal bool Allows(LicenseFeatures needed) => (Features & needed) == needed;
}
