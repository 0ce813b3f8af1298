// One Kestrel listener.
using System.Net;
using System.Net.Security;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Router.Http;

/// <summary>Builds a bare web application on one address: no hosting log, no default middleware, bounds on everything a peer sends.</summary>
internal static class Listener
{
    /// <summary>An application that is not started yet.</summary>
    /// <param name="connections">The most open at once; those beyond are closed as they come.</param>
    /// <param name="mayReadSlowly">A peer may read as slowly as it likes; the bound is then what writes to it.</param>
    /// <param name="logging">The process's logger factory; the application owns no other.</param>
    /// <param name="drain">How long running requests may finish when it is stopped.</param>
    internal static WebApplication Build(Uri listen, ListenerCertificate? certificate, int connections, bool mayReadSlowly, TimeSpan drain, ILoggerFactory logging)
    {
        // One of the two listeners may be https and the other not.
        var tls = listen.Scheme == Uri.UriSchemeHttps ? certificate : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = drain);
        builder.WebHost.UseKestrelCore();
        if (tls is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, listen, tls, connections, mayReadSlowly));
        return builder.Build();
    }

    /// <summary>
    /// A header may hold any bytes, and no request is refused for one that nobody reads. A token is what its UTF-8 bytes are, as its hash was made of them.
    /// </summary>
    private static Encoding? EncodingOf(string header) =>
        header.Equals("authorization", StringComparison.OrdinalIgnoreCase) || header.Equals("x-api-key", StringComparison.OrdinalIgnoreCase)
            ? null
            : Encoding.Latin1;

    private static void Configure(KestrelServerOptions kestrel, Uri listen, ListenerCertificate? tls, int connections, bool mayReadSlowly)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = EncodingOf;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = connections;

        // The pipeline bounds the body itself, so that the refusal is in the caller's own envelope and has its row.
        limits.MaxRequestBodySize = null;

        // Nor does a pause end an upload: the pipeline's deadline for a whole body is the bound.
        limits.MinRequestBodyDataRate = null;

        if (mayReadSlowly)
        {
            limits.MinResponseDataRate = null;
        }

        limits.MaxRequestHeadersTotalSize = 64 * 1024;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        Action<ListenOptions> protocol = options =>
        {
            options.Protocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (tls is not null)
            {
                options.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = tls.Current }),
                });
            }
        };
        if (IPAddress.TryParse(listen.IdnHost, out var address))
        {
            kestrel.Listen(address, listen.Port, protocol);
        }
        else
        {
            // The configuration lets no other name through than localhost.
            kestrel.ListenLocalhost(listen.Port, protocol);
        }
    }
}
