// Certificates of the tests: an authority, and a certificate that it vouches for by way of another one.
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Router.Tests.Support;

/// <summary>Whoever trusts the authority alone must be sent what stands between it and the certificate.</summary>
internal static class PemChain
{
    /// <summary>A new authority with its key.</summary>
    public static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of the tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
    }

    /// <summary>Writes a certificate by way of another one to <c>chain.pem</c>, and its key to <c>key.pem</c>.</summary>
    public static void Write(TemporaryDirectory folder, X509Certificate2 authority)
    {
        using var middle = Signed("CN=between", authority, isAuthority: true, out var middleKey);
        using (middleKey)
        using (var issuer = middle.CopyWithPrivateKey(middleKey))
        using (var leaf = Signed("CN=127.0.0.1", issuer, isAuthority: false, out var leafKey))
        using (leafKey)
        {
            folder.Write("chain.pem", leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n");
            folder.Write("key.pem", leafKey.ExportPkcs8PrivateKeyPem() + "\n");
        }
    }

    /// <summary>Trusts the authority alone, and fetches nothing.</summary>
    public static X509ChainPolicy Trusting(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }

    private static X509Certificate2 Signed(string name, X509Certificate2 issuer, bool isAuthority, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(issuer, issuer.NotBefore, issuer.NotAfter, [isAuthority ? (byte)2 : (byte)3]);
    }
}
