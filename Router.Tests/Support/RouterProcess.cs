// One router as its users run it: a process with a configuration file, a data folder and two listeners on loopback.
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Router.Tests.Support;

/// <summary>
/// <code>
/// await using var router = new RouterProcess("""
///     server: { listen: "${ROUTER_LISTEN}", admin_listen: "${ROUTER_ADMIN_LISTEN}" }
///     …
///     """);
/// await router.StartAsync();
/// await router.KillAsync();     // as a crash does
/// await router.StartAsync();    // same folder, same addresses
/// </code>
/// The configuration names its listeners by the two environment variables above; <see cref="RouterConfigText"/> writes the usual one.
/// </summary>
internal sealed class RouterProcess : IAsyncDisposable
{
    /// <summary>The text of the caller token that <see cref="RouterConfigText"/> allows everything.</summary>
    public const string CallerToken = "caller-token-of-the-tests";

    /// <summary>The text of the admin token with the role <c>metrics</c>.</summary>
    public const string MetricsToken = "metrics-token-of-the-tests";

    private readonly TemporaryDirectory _folder = new();
    private readonly RouterBinary _binary;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) });
    private ChildProcess? _process;

    /// <param name="configuration">The text of <c>router.yaml</c>.</param>
    /// <param name="binary">The program; by default what <see cref="RouterBinary.Find"/> gives.</param>
    public RouterProcess(string configuration, RouterBinary? binary = null)
    {
        _binary = binary ?? RouterBinary.Find();
        ConfigFile = _folder.Write("router.yaml", configuration);
    }

    /// <summary>The caller surface.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Take()}");

    /// <summary>The admin surface.</summary>
    public Uri AdminAddress { get; } = new($"http://127.0.0.1:{FreePort.Take()}");

    public string ConfigFile { get; }

    /// <summary>The most bytes of its heap, as a container's limit makes it; null for what the machine has.</summary>
    public int? HeapBytes { get; init; }

    /// <summary>False: nobody reads the log, as a log collector that hangs.</summary>
    public bool ReadsLog { get; init; } = true;

    /// <summary>The ledger of a configuration that leaves <c>data_dir</c> and <c>ledger.path</c> as they are.</summary>
    public string LedgerFile => _folder["data/ledger.db"];

    public int Id => Running.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Of the run that ended last; 137 when it was killed.</summary>
    public int ExitCode => Running.ExitCode;

    /// <summary>What the last run wrote to its standard error and output.</summary>
    public string Log => _process is null ? "" : _process.Errors + _process.Output;

    private ChildProcess Running => _process ?? throw new InvalidOperationException("The router was not started.");

    /// <summary>Starts it and waits until it says that it is ready; fails with its output when it does not.</summary>
    public async Task StartAsync()
    {
        await LaunchAsync();
        var since = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync())
        {
            if (!IsRunning || Stopwatch.GetElapsedTime(since) > Patience.Limit)
            {
                var how = IsRunning ? "is not ready" : $"exited with {Running.ExitCode}";
                throw new InvalidOperationException($"The router {how}:{Environment.NewLine}{Log}");
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public async Task LaunchAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _process = Spawn(["serve", "--config", ConfigFile]);
    }

    /// <summary>Asks it to stop, as a service manager does; true when it went by itself, with exit code 0.</summary>
    public async Task<bool> StopAsync() => await Running.StopAsync(Patience.Limit) && Running.ExitCode == 0;

    /// <summary>Tells it to read its configuration again (SIGHUP); of Unix only.</summary>
    public void HangUp() => Running.HangUp();

    /// <summary>Ends it between two instructions (SIGKILL).</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await Running.WaitAsync();
    }

    /// <summary>Runs another verb of the router on the same configuration: its exit code and its output.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var run = Spawn([.. arguments, "--config", ConfigFile]);
        await run.WaitAsync();
        return (run.ExitCode, run.Output, run.Errors);
    }

    /// <summary>Writes the configuration anew; a running router sees the change by itself.</summary>
    public void Configure(string configuration) => _folder.Write("router.yaml", configuration);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _client.Dispose();
        _folder.Dispose();
    }

    private ChildProcess Spawn(string[] arguments) => ChildProcess.Start(
        _binary.File,
        [.. _binary.Leading, .. arguments],
        Variables(),
        _folder.Path,
        ReadsLog);

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>
        {
            ["ROUTER_LISTEN"] = Address.OriginalString,
            ["ROUTER_ADMIN_LISTEN"] = AdminAddress.OriginalString,
        };
        if (HeapBytes is { } bytes)
        {
            variables["DOTNET_GCHeapHardLimit"] = bytes.ToString("X", CultureInfo.InvariantCulture);
        }

        return variables;
    }

    private async Task<bool> IsReadyAsync() => await AnswersAsync(Address) && await AnswersAsync(AdminAddress);

    private async Task<bool> AnswersAsync(Uri address)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/readyz"));
            using var answer = await _client.SendAsync(request, CancellationToken.None);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
