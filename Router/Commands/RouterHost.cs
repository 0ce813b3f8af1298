// Starts and stops the whole product: the one place that joins the rooms.
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Router.Admin;
using Router.Callers;
using Router.Configuration;
using Router.Http;
using Router.Ledger;
using Router.Licensing;
using Router.Quotas;
using Router.Relay;
using Router.Reports;
using Router.Simulator;
using Router.Storage;
using Router.Telemetry;
using Router.Upstreams;

namespace Router.Commands;

/// <summary>A running router: both listeners, the ledger with its writer, the watched configuration, and the simulator when it is asked for.</summary>
internal sealed class RouterHost : IAsyncDisposable
{
    /// <summary>What a listener that is stopped still waits for its connections; requests had the drain time before.</summary>
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(5);

    private readonly int _connections;
    private readonly ServiceState _service;
    private readonly TimeProvider _time;
    private readonly ILogger<RouterHost> _logger;
    private readonly Stack<IDisposable> _parts = new();
    private ConfigurationState? _state;
    private LicenseOffice? _license;
    private LeaseKeeper? _leases;
    private SimulatorServer? _simulator;
    private Task _simulatorStart = Task.CompletedTask;
    private WebApplication? _callers;
    private WebApplication? _admin;

    private RouterHost(TimeProvider time, ILogger<RouterHost> logger)
    {
        _time = time;
        _logger = logger;
        var openFiles = ConnectionBound.OpenFiles();
        _connections = ConnectionBound.OfCallers(openFiles);
        _service = new ServiceState(_connections);
        if (_connections < ConnectionBound.Usual)
        {
            Log.FewConnections(logger, _connections, openFiles);
        }
    }

    /// <summary>The product's version, without what the build adds to it.</summary>
    internal static string Version { get; } =
        (typeof(RouterHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <summary>Where callers are served, with the port that was really bound.</summary>
    internal Uri Address => BoundAddress(_callers!);

    /// <summary>Where administrators are served.</summary>
    internal Uri AdminAddress => BoundAddress(_admin!);

    /// <summary>The ledger of this process.</summary>
    internal UsageLedger Ledger { get; private set; } = null!;

    /// <summary>The quotas in force; none until they are set.</summary>
    internal QuotasInForce Quotas { get; } = new();

    /// <summary>Reads the configuration again and goes back in it.</summary>
    internal ConfigurationReloader Reloader { get; private set; } = null!;

    /// <summary>Starts everything; on failure what was started is stopped again.</summary>
    /// <param name="path">The configuration file, watched from now on.</param>
    /// <param name="loaded">What it holds.</param>
    /// <exception cref="IOException">A port, the ledger or its lock cannot be had; the message says which and why.</exception>
    internal static async Task<RouterHost> StartAsync(
        string path, LoadResult loaded, Func<string, string?> environment, TimeProvider time, ILoggerFactory logging, CancellationToken cancellation)
    {
        var host = new RouterHost(time, logging.CreateLogger<RouterHost>());
        try
        {
            await host.StartAsync(path, loaded, environment, logging, cancellation).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the configuration again, because a signal asks for it.</summary>
    internal void HangUp()
    {
        try
        {
            Reloader.Reload("signal");
        }
#pragma warning disable CA1031 // An exception on the signal's thread would end the process.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.ReloadFailed(_logger, failure);
        }
    }

    /// <summary>
    /// Refuses new requests (and says so to those who still come), lets running ones finish for as long as <c>server.drain</c> says, and
    /// stops; those that still run end with an error. The ledger writes what it has.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _service.DrainAsync(_state?.Current.Server.Drain ?? TimeSpan.Zero, _time).ConfigureAwait(false);
        try
        {
            await StopAsync(_callers).ConfigureAwait(false);
            await StopAsync(_admin).ConfigureAwait(false);
            if (_simulator is { } simulator)
            {
                await simulator.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            // Whatever a listener did: the ledger, which began first, writes what it has and ends last.
            while (_parts.TryPop(out var part))
            {
                part.Dispose();
            }

            _service.Dispose();
        }
    }

    private async Task StartAsync(
        string path, LoadResult loaded, Func<string, string?> environment, ILoggerFactory logging, CancellationToken cancellation)
    {
        var first = loaded.Snapshot!;

        // The servers are put together while the ledger is opened: one after the other took a tenth longer. Not started, they hold nothing.
        var certificate = first.Server.Tls is { } files ? new ListenerCertificate(files) : null;
        var listeners = Task.Run(
            () => (
                // A caller may read as slowly as it likes while a tool runs; the limits of the relay are the bound.
                Callers: Listener.Build(first.Server.Listen, certificate, _connections, mayReadSlowly: true, LastMoment, logging),
                Admin: Listener.Build(first.Server.AdminListen, certificate, ConnectionBound.OfAdmin, mayReadSlowly: false, LastMoment, logging),
                Metrics: new RouterMetrics(Version)),
            CancellationToken.None);
        var database = new SqliteDatabase(first.Ledger.Path, first.Ledger.SurvivePowerCut);
        Ledger = Own(UsageLedger.Start(first.Ledger, first.Server.DataDirectory, database, _time, logging.CreateLogger<UsageLedger>()));
        var revisions = new RevisionLog(database, _time);
        var state = _state = new ConfigurationState(first with { Revision = revisions.Accept(loaded.RedactedText, loaded.ContentHash, "start") });
        Reloader = Own(new ConfigurationReloader(path, environment, loaded, state, revisions, _time, logging.CreateLogger<ConfigurationReloader>()));

        var tokens = new LiveTokens(database, Own(new TokenGeneration(first.Ledger.Path)), logging.CreateLogger<LiveTokens>());
        var gate = new CallerGate(new CallerDirectory(tokens, _time));
        var ranks = new CallerRanks(tokens);
        _license = Own(OpenLicense(state, database, first, logging));
        var clients = Own(new UpstreamClients(_time, logging.CreateLogger<UpstreamClients>()));
        state.Changed += clients.Keep;
        state.Changed += _ => Renew(certificate);
        (_callers, _admin, var metrics) = await listeners.ConfigureAwait(false);
        metrics.OnScrape(() => (Ledger.QueueLength, Ledger.RowsWritten, state.Current.Revision, !Reloader.IsRefused));

        var simulator = new SimulatorAddress();
        await StartSimulatorAsync(first, simulator, logging, cancellation).ConfigureAwait(false);
        state.Changed += next => _simulatorStart = StartSimulatorLaterAsync(_simulatorStart, next, simulator, logging);

        var ids = new RequestIds(_time, static () => RandomNumberGenerator.GetInt32(int.MaxValue));
        var settler = new Settler(Ledger, metrics);
        var quotas = new QuotaGate(Quotas, Ledger.Quotas);
        var overview = new LicenseOverview(_license, state, ranks.IdsIn, UseOf, () => _leases?.Live, _time);
        var license = new LicenseEndpoints(_license, overview);
        var reports = new ReportEndpoints(new ReportCatalogue(new LicenseReport(overview.Now, database)), _license, _time);
        metrics.OnScrape(license.Figures);
        var seal = OpenSeal(first.Server.DataDirectory);
        var pipeline = new RequestPipeline(
            state, gate, new LicenseGate(_license, ranks), new AttemptRunner(clients, new ProviderAddress(simulator), settler, seal, _service, _time), new SameTargetRetry(_time, Dice), quotas, settler, Ledger.StoredIds, seal, _service, metrics, ids,
            _time, Dice, logging.CreateLogger<RequestPipeline>());

        _callers.MapCallerSurface(
            pipeline,
            new ModelsEndpoint(state, gate, ids, _time),
            new UsageEndpoint(state, gate, _license, new UsageTotals(database), ids, _time),
            ids,
            Version,
            NotReady,
            _time);
        _admin.MapAdminSurface(
            new AdminGate(state, new AdminDirectory(tokens, _time)), metrics, new ConfigurationEndpoints(Reloader, revisions), license, reports,
            new DocumentationEndpoint(new DocumentationPages(Version)), ids.Next, Version, NotReady);

        // Before the first request can come: its limits hold for it too.
        _leases = Own(new LeaseKeeper(
            first.License.LeasePath, _license.Current.Terms?.Deployment.MaxInstances, LeaseOwner.OfThisProcess(), _time, logging.CreateLogger<LeaseKeeper>()));
        _leases.Changed += () => _license.Look();
        _license.Changed += PutInForce;
        _license.Start(() => _leases.Holds);
        PutInForce(_license.Current);

        await StartAsync(_admin, "server.admin_listen", first.Server.AdminListen, cancellation).ConfigureAwait(false);
        await StartAsync(_callers, "server.listen", first.Server.Listen, cancellation).ConfigureAwait(false);
        Reloader.Start();
        Log.Serving(_logger, Version, Address, AdminAddress, state.Current.Revision);
    }

    /// <summary>The key of sealed reasoning; conversations that carry its tokens outlive this process.</summary>
    private static Dialects.ReasoningSeal OpenSeal(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "reasoning.key");
        return KeyFile.ReadOrMake(path, Dialects.ReasoningSeal.KeyLength) is { } key
            ? new Dialects.ReasoningSeal(key)
            : throw new IOException($"The key {path} is damaged: restore it, or remove it and start again; then reasoning of running conversations is left out.");
    }

    private async Task StartSimulatorAsync(RouterSnapshot snapshot, SimulatorAddress address, ILoggerFactory logging, CancellationToken cancellation)
    {
        if (_simulator is null && snapshot.Providers.Values.Any(provider => provider.Simulated))
        {
            _simulator = await SimulatorServer.StartAsync(new Uri("http://127.0.0.1:0"), _time, logging, cancellation).ConfigureAwait(false);
            address.Address = _simulator.Address;
            Log.SimulatorServes(_logger, _simulator.Address);
        }
    }

    /// <summary>For a reload that brings the first simulated provider; until it listens, attempts at it fail and fall back.</summary>
    /// <param name="before">What the reload before began: two of them start one simulator.</param>
    private async Task StartSimulatorLaterAsync(Task before, RouterSnapshot snapshot, SimulatorAddress address, ILoggerFactory logging)
    {
        await before.ConfigureAwait(false);
        try
        {
            await StartSimulatorAsync(snapshot, address, logging, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            Log.SimulatorFailed(_logger, failure);
        }
    }

    /// <summary>The files of a renewed certificate are part of a reload, and were judged with it.</summary>
    private void Renew(ListenerCertificate? certificate)
    {
        try
        {
            certificate?.Renew();
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Log.CertificateNotRenewed(_logger, failure);
        }
    }

    private string? NotReady() => _service.Draining ? "draining" : Ledger.NotReady ?? _license!.Current.Judgement.Code;

    /// <summary>A new standing brings its own numbers: how many processes, how much volume.</summary>
    private void PutInForce(LicenseStanding standing)
    {
        _leases!.SetMax(standing.Terms?.Deployment.MaxInstances);
        Quotas.Current = standing.Terms is { } terms ? LicenseQuotas.Of(terms, _license!.Credits, Ledger.NumberOf) : QuotaSet.Empty;
    }

    /// <summary>What is used of a volume limit of the licence, by its name.</summary>
    private (long Used, long? ResetsAtMs)? UseOf(string limit)
    {
        if (limit == "max_concurrent")
        {
            return (Ledger.Quotas.InFlight, null);
        }

        return Ledger.Quotas.UseOf(Quotas.Current).FirstOrDefault(use => use.Quota.Name == limit) is { } use ? (use.Used, use.ResetsAt) : null;
    }

    private LicenseOffice OpenLicense(ConfigurationState state, SqliteDatabase database, RouterSnapshot first, ILoggerFactory logging)
    {
        var (keys, problem) = TrustedKeys.Load(first.License.TrustedKeys);
        if (keys is null)
        {
            throw new IOException(problem);
        }

        var book = LicenseBook.Open(database);
        return new LicenseOffice(
            state, keys, book, new LicenseWatch(_time, book.ClockMark), LoopbackListeners.Only(first.Server), _time,
            logging.CreateLogger<LicenseOffice>());
    }

    private static double Dice() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    private T Own<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    private static Uri BoundAddress(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task StartAsync(WebApplication app, string key, Uri address, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            var cause = Cause(failure);
            var advice = cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                ? $"another program may use the port, then change {key} in the configuration"
                : $"change {key} in the configuration";
            throw new IOException($"cannot listen on {address.GetLeftPart(UriPartial.Authority)}: {cause.Message}; {advice}", failure);
        }
    }

    /// <summary>What the system said: the server wraps it, for localhost in a list of one for each address.</summary>
    private static Exception Cause(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Cause(first),
        { InnerException: { } inner } => Cause(inner),
        _ => failure,
    };

    private static async Task StopAsync(WebApplication? app)
    {
        if (app is not null)
        {
            await app.StopAsync().ConfigureAwait(false);
            await app.DisposeAsync().ConfigureAwait(false);
        }
    }
}
