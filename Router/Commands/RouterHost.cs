// Starts and stops the whole product: the one place that joins the rooms.
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Router.Admin;
using Router.Callers;
using Router.Configuration;
using Router.Http;
using Router.Ledger;
using Router.Relay;
using Router.Simulator;
using Router.Storage;
using Router.Telemetry;
using Router.Upstreams;

namespace Router.Commands;

/// <summary>A running router: both listeners, the ledger with its writer, the watched configuration, and the simulator when it is asked for.</summary>
internal sealed class RouterHost : IAsyncDisposable
{
    private readonly ServiceState _service = new();
    private readonly Stack<IAsyncDisposable> _owned = new();
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logging;
    private readonly ILogger<RouterHost> _logger;
    private WebApplication? _callers;
    private WebApplication? _admin;

    private RouterHost(TimeProvider time, ILoggerFactory logging)
    {
        _time = time;
        _logging = logging;
        _logger = logging.CreateLogger<RouterHost>();
    }

    /// <summary>The product's version, without what the build adds to it.</summary>
    internal static string Version { get; } =
        (typeof(RouterHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <summary>Where callers are served, with the port that was really bound.</summary>
    internal Uri Address { get; private set; } = null!;

    /// <summary>Where administrators are served.</summary>
    internal Uri AdminAddress { get; private set; } = null!;
}
