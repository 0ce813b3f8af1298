// One HTTP client per connection key, kept over reloads.
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Router.Configuration;

namespace Router.Upstreams;

/// <summary>
/// The connection pools. Providers with the same <see cref="Provider.ConnectionKey"/> share one; a reload keeps the pools of providers
/// it did not touch and lets the others go once their requests have ended.
/// </summary>
internal sealed class UpstreamClients(TimeProvider time, ILogger<UpstreamClients> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _clients = new(StringComparer.Ordinal);

    /// <summary>The client of a provider; null when its TLS files cannot be used, which may pass: they are read again each time.</summary>
    internal HttpMessageInvoker? Of(Provider provider) =>
        _clients.TryGetValue(provider.ConnectionKey, out var client) ? client : Make(provider);

    /// <summary>
    /// Forgets the pools that <paramref name="snapshot"/> does not name. They are not disposed: requests that began earlier still use
    /// them, and idle connections close by themselves.
    /// </summary>
    internal void Keep(RouterSnapshot snapshot)
    {
        var wanted = snapshot.Providers.Values.Select(p => p.ConnectionKey).ToFrozenSet(StringComparer.Ordinal);
        foreach (var key in _clients.Keys)
        {
            if (!wanted.Contains(key) && _clients.TryRemove(key, out _))
            {
                Log.PoolReleased(logger);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private HttpMessageInvoker? Make(Provider provider)
    {
        try
        {
            return _clients.GetOrAdd(provider.ConnectionKey, _ => new HttpMessageInvoker(Handler(provider), disposeHandler: true));
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Log.TlsFilesUnusable(logger, failure, provider.Name);
            return null;
        }
    }

    private SocketsHttpHandler Handler(Provider provider)
    {
        // A proxy is itself often inside, and resolves the provider's name on its own side.
        var connector = new UpstreamConnector(
            provider.Private || provider.Simulated || provider.Proxy is not null, provider.Timeouts.Connect, time);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = provider.Proxy is not null,
            Proxy = provider.Proxy is null ? null : Through(provider.Proxy),
            ActivityHeadersPropagator = null,
            ConnectCallback = connector.ConnectAsync,

            // The connector binds the way to the socket; this one binds the TLS handshake too, which the handler does itself.
            ConnectTimeout = provider.Timeouts.Connect > TimeSpan.Zero ? provider.Timeouts.Connect : Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            SslOptions = Tls(provider.Tls),
        };
    }

    /// <summary>The platform takes no user and no password from a proxy's address by itself.</summary>
    private static WebProxy Through(Uri proxy)
    {
        var (user, password) = proxy.UserInfo.Split(':', 2) is [var name, var word] ? (name, word) : (proxy.UserInfo, "");
        return new WebProxy(proxy)
        {
            Credentials = user.Length + password.Length == 0
                ? null
                : new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)),
        };
    }

    private static SslClientAuthenticationOptions Tls(UpstreamTls tls)
    {
        var options = new SslClientAuthenticationOptions();
        if (tls.CertificateAuthority is { } authority)
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(authority);
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        if (tls.ClientCertificate is { } certificate)
        {
            // With what stands between it and the root: providers do not have that.
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            options.ClientCertificateContext = SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPemFile(certificate, tls.ClientKey), chain, offline: true);
        }

        return options;
    }
}
