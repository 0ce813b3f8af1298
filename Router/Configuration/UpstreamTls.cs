// TLS of the connections to one provider.
namespace Router.Configuration;

/// <summary>Absolute PEM paths, each null when not set: a private CA, and a client certificate with its key.</summary>
internal sealed record UpstreamTls(string? CertificateAuthority, string? ClientCertificate, string? ClientKey)
{
    internal static UpstreamTls None { get; } = new(null, null, null);
}
