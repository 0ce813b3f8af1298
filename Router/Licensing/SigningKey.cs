// A private key, for those who issue licences.
using Microsoft.IdentityModel.Tokens;

namespace Router.Licensing;

/// <summary>Signs; never printed, never written but by <see cref="JwkWriter"/> into a file of its own.</summary>
internal sealed class SigningKey
{
    private static readonly CryptoProviderFactory Providers = new() { CacheSignatureProviders = false };

    private readonly SignatureProvider _signer;

    internal SigningKey(JsonWebKey key, TrustedKey verifying)
    {
        Public = verifying;
        _signer = Providers.CreateForSigning(key, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>Its public half.</summary>
    internal TrustedKey Public { get; }

    /// <summary>The 64 bytes R‖S with the lower S.</summary>
    internal byte[] Sign(byte[] bytes) => LowS.Lower(_signer.Sign(bytes));

    /// <inheritdoc/>
    public override string ToString() => $"(private key {Public.Id})";
}
