// The simulated provider: an HTTP server that speaks all three dialects and needs no key.
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace Router.Simulator;

/// <summary>
/// A real server on a port of its own, for trying a deployment without a provider and for tests. Answers are
/// decided by the request alone (<see cref="ScriptAuthor"/>); model names ask for faults (<see cref="SimulatorFaults"/>).
/// </summary>
internal sealed class SimulatorServer : IAsyncDisposable
{
    private const long MostRequestBytes = 64L << 20;

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private bool _disposed;

    private SimulatorServer(WebApplication app, CancellationTokenSource stopping, Uri address)
    {
        _app = app;
        _stopping = stopping;
        Address = address;
    }

    /// <summary>Where it listens, with the real port.</summary>
    internal Uri Address { get; }

    /// <param name="listen"><c>http://IP:PORT</c> or <c>http://localhost:PORT</c>; port 0 takes any free one.</param>
    /// <param name="time">The clock that answers and waits go by.</param>
    /// <param name="loggerFactory">Where it logs; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the start, not the server.</param>
    /// <exception cref="ArgumentException"><paramref name="listen"/> is of another form.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    internal static async Task<SimulatorServer> StartAsync(
        Uri listen, TimeProvider time, ILoggerFactory? loggerFactory, CancellationToken cancellationToken)
    {
        if (!TryEndpoint(listen, out var endpoint))
        {
            throw new ArgumentException("The simulator listens on http://IP:PORT or http://localhost:PORT.", nameof(listen));
        }

        var builder = WebApplication.CreateSlimBuilder();

        // Nothing of the surrounding process (its files, variables and log) is the simulator's.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostRequestBytes;
            options.Limits.MinResponseDataRate = null;
            options.Listen(endpoint);
        });

        var app = builder.Build();
        var logger = (ILogger?)loggerFactory?.CreateLogger<SimulatorServer>() ?? NullLogger.Instance;
        var stopping = new CancellationTokenSource();
        try
        {
            app.Run(new SimulatorEndpoints(time, logger, stopping.Token).Handle);
            await app.StartAsync(cancellationToken);
            var address = new Uri(app.Urls.First());
            Log.Listening(logger, address);
            return new SimulatorServer(app, stopping, address);
        }
        catch
        {
            stopping.Dispose();
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;

        // First those who wait on purpose, else the stop would wait for them.
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Whether <see cref="StartAsync"/> takes this address.</summary>
    internal static bool CanListenOn(Uri listen) => TryEndpoint(listen, out _);

    private static bool TryEndpoint(Uri listen, [NotNullWhen(true)] out IPEndPoint? endpoint)
    {
        endpoint = null;
        if (!listen.IsAbsoluteUri || listen.Scheme != Uri.UriSchemeHttp)
        {
            return false;
        }

        // A name is refused, since the server would listen on every address for it.
        var host = listen.Host.Trim('[', ']');
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            endpoint = new IPEndPoint(IPAddress.Loopback, listen.Port);
        }
        else if (IPAddress.TryParse(host, out var address))
        {
            endpoint = new IPEndPoint(address, listen.Port);
        }

        return endpoint is not null;
    }
}
