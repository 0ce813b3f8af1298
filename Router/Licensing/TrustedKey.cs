// A public key that signatures are checked with.
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Router.Licensing;

/// <summary>A key on P-256 under the name that it has by itself: its RFC 7638 thumbprint.</summary>
internal sealed class TrustedKey
{
    // No cache of the library's: a key lives as long as the list it stands in.
    private static readonly CryptoProviderFactory Providers = new() { CacheSignatureProviders = false };

    private readonly SignatureProvider _verifier;

    /// <exception cref="CryptographicException">The two numbers are no point of the curve.</exception>
    internal TrustedKey(JsonWebKey key, KeyScope scope)
    {
        Point(key);
        Id = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        Scope = scope;
        _verifier = Providers.CreateForVerifying(key, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>The <c>kid</c>.</summary>
    internal string Id { get; }

    internal KeyScope Scope { get; }

    /// <summary>True when the 64 bytes are this key's signature over the bytes, and not the twin that everyone can make of it.</summary>
    internal bool Verifies(byte[] signed, byte[] signature) => LowS.Holds(signature) && _verifier.Verify(signed, signature);

    // The framework checks that the point lies on the curve; the library takes any two numbers until the first signature.
    private static void Point(JsonWebKey key)
    {
        using var checkedKey = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
        });
    }
}
