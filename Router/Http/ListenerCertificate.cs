// The certificate of the https listeners.
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Router.Configuration;

namespace Router.Http;

/// <summary>What new connections are shown. Connections that stand keep what they were shown.</summary>
internal sealed class ListenerCertificate
{
    private readonly TlsFiles _files;
    private volatile SslStreamCertificateContext _current;

    /// <param name="files">Of one certificate with what stands between it and its root, and of its key.</param>
    internal ListenerCertificate(TlsFiles files)
    {
        _files = files;
        _current = Read(files);
    }

    /// <summary>The certificate as its files were last read.</summary>
    internal SslStreamCertificateContext Current => _current;

    /// <summary>Reads the files again; when they cannot be used, the certificate stays as it is.</summary>
    internal void Renew() => _current = Read(_files);

    // With what stands between it and the root: clients do not have that.
    private static SslStreamCertificateContext Read(TlsFiles files)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(files.Certificate, files.Key), chain, offline: true);
    }
}
