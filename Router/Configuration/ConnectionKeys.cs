// Names what a provider's connections depend on.
using System.Security.Cryptography;
using System.Text;

namespace Router.Configuration;

/// <summary>Makes <see cref="Provider.ConnectionKey"/>: a hash, since a proxy's password and certificates are part of it.</summary>
internal static class ConnectionKeys
{
    /// <param name="digests">SHA-256 of each file that was read, so that a renewed certificate makes new connections.</param>
    internal static string Of(
        Uri? address, Uri? proxy, UpstreamTls tls, bool isPrivate, TimeSpan connect, IReadOnlyDictionary<string, string> digests)
    {
        string Digest(string? file) => file is null ? "" : $"{file}={digests.GetValueOrDefault(file, "")}";
        var parts = string.Join(
            '\n', address, proxy, Digest(tls.CertificateAuthority), Digest(tls.ClientCertificate), Digest(tls.ClientKey), isPrivate, connect);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)))[..32];
    }
}
