// The whole product in this process: a configuration file in a folder of its own, two listeners on loopback, a ledger.
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Router.Commands;
using Router.Configuration;

namespace Router.Tests.Support;

/// <summary>
/// <code>
/// await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(upstream.BaseUrl, "chat"));
/// using var answer = await router.ChatAsync("""{"model":"chat","messages":[]}""");
/// var rows = await router.RowsAsync();
/// </code>
/// Another process can be had from <see cref="RouterProcess"/>; this one is quicker, and takes a clock.
/// </summary>
internal sealed class RunningRouter : IAsyncDisposable
{
    /// <summary>The text of the token that <see cref="RouterConfigText"/> gives the role <c>admin</c>.</summary>
    public const string AdminToken = "admin-token-of-the-tests";

    /// <summary>The text of the token that <see cref="RouterConfigText"/> gives the role <c>viewer</c>.</summary>
    public const string ViewerToken = "viewer-token-of-the-tests";

    /// <summary>The text of the token that <see cref="RouterConfigText"/> gives the role <c>operator</c>.</summary>
    public const string OperatorToken = "operator-token-of-the-tests";

    private readonly TemporaryDirectory _folder = new();
    private readonly ListLoggerProvider _logs = new();
    private readonly ILoggerFactory _logging;
    private readonly TimeProvider _time;

    // Until the test ends: what a router says as its last may still be on its way when it has stopped.
    private readonly List<RouterClient> _clients = [];
    private RouterHost? _host;

    private RunningRouter(TimeProvider time)
    {
        _time = time;

        // As serve does it, but with every line of the product's own.
        _logging = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Trace)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddProvider(_logs));
    }

    /// <summary>The host, for what has no other door.</summary>
    public RouterHost Host => _host ?? throw new InvalidOperationException("The router is stopped.");

    /// <summary>A client of the caller surface with <see cref="RouterProcess.CallerToken"/>.</summary>
    public RouterClient Caller { get; private set; } = null!;

    /// <summary>A client of the admin surface with <see cref="AdminToken"/>.</summary>
    public RouterClient Admin { get; private set; } = null!;

    /// <summary>The clock, when it is one that the test moves.</summary>
    public ManualTimeProvider Clock => (ManualTimeProvider)_time;

    /// <summary>Everything the product logged since the first start, at every level, and the warnings of its server.</summary>
    public ListLoggerProvider Logs => _logs;

    public IReadOnlyList<LogLine> LogLines => _logs.Lines;

    /// <summary>The folder of the configuration, which holds <c>data</c> too.</summary>
    public TemporaryDirectory Folder => _folder;

    public string ConfigFile => _folder["router.yaml"];

    public string LedgerFile => _folder["data/ledger.db"];

    /// <summary>Starts a router.</summary>
    /// <param name="yaml">The configuration; its listeners are the two variables that <see cref="RouterConfigText"/> names.</param>
    /// <param name="time">The clock of the router; the machine's own when null.</param>
    public static async Task<RunningRouter> StartAsync(string yaml, TimeProvider? time = null)
    {
        var router = new RunningRouter(time ?? TimeProvider.System);
        try
        {
            router.Configure(yaml);
            await router.StartAsync();
            return router;
        }
        catch
        {
            await router.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a stopped router again, on the same folder.</summary>
    public async Task StartAsync()
    {
        var loaded = ConfigurationLoader.Load(ConfigFile, Environment);
        if (loaded.Snapshot is null)
        {
            throw new InvalidOperationException("The configuration does not hold: " + string.Join("; ", loaded.Problems));
        }

        _host = await RouterHost.StartAsync(ConfigFile, loaded, Environment, _time, _logging, CancellationToken.None);
        Caller = new RouterClient(_host.Address, RouterProcess.CallerToken);
        Admin = new RouterClient(_host.AdminAddress, AdminToken);
        _clients.AddRange([Caller, Admin]);
    }

    /// <summary>Stops in the orderly way: drains, writes what waits, gives the ledger back. The folder stays.</summary>
    public async Task StopAsync()
    {
        if (_host is { } host)
        {
            await host.DisposeAsync();
            _host = null;
        }
    }

    /// <summary>Writes the configuration anew; a running router takes it up on a reload, or by itself after a second.</summary>
    public void Configure(string yaml) => _folder.Write("router.yaml", yaml);

    /// <summary>A client of the caller surface with this token, or with none.</summary>
    public RouterClient CallerWith(string? token) => new(Host.Address, token);

    /// <summary>A client of the admin surface with this token, or with none.</summary>
    public RouterClient AdminWith(string? token) => new(Host.AdminAddress, token);

    /// <summary>Posts a body to <c>/v1/chat/completions</c> and reads the answer to its end.</summary>
    public Task<HttpResponseMessage> ChatAsync(string json) =>
        Caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(json, new MediaTypeHeaderValue("application/json")));

    /// <summary>Every usage row so far; waits for those of requests that are settled.</summary>
    public async Task<IReadOnlyList<StoredRow>> RowsAsync()
    {
        if (_host is { } host)
        {
            await host.Ledger.Flush().Within();
        }

        return await StoredRows.ReadAsync(LedgerFile);
    }

    /// <summary>The one usage row there is.</summary>
    public async Task<StoredRow> RowAsync() => (await RowsAsync()).Single();

    /// <summary>
    /// The first <paramref name="count"/> rows as soon as they are there: for requests whose caller does not see them settled.
    /// </summary>
    public async Task<IReadOnlyList<StoredRow>> RowsAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            var rows = await RowsAsync();
            if (rows.Count >= count)
            {
                return rows;
            }

            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>Runs a verb of the command line beside the router, on the same configuration.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using StringWriter output = new(), errors = new();
        var context = new CommandContext(output, errors, _time, Environment);
        var code = await RouterCommand.InvokeAsync([.. arguments, "--config", ConfigFile], context);
        return (code, output.ToString(), errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _clients.ForEach(client => client.Dispose());
        _logging.Dispose();
        _folder.Dispose();
    }

    private static string? Environment(string name) =>
        name is "ROUTER_LISTEN" or "ROUTER_ADMIN_LISTEN" ? "http://127.0.0.1:0" : null;
}
