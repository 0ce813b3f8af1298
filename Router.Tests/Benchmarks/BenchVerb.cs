// The verb `bench`: starts the mock, the baselines and the router, runs the scenarios, prints the table.
using System.Diagnostics;
using System.Globalization;
using Router.Tests.Support;
using Router.Tests.Verbs;

namespace Router.Tests.Benchmarks;

internal static class BenchVerb
{
    private static readonly string[] Names = [UnaryScenario.Name, LatencyScenario.Name, StreamScenario.Name, MemoryScenario.Name, StartScenario.Name];

    private const int LastLines = 15;

    /// <summary>0 when all scenarios ran, whatever they measured: machines differ. 1 when one could not run.</summary>
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        if (arguments.Words.Except(Names, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new UsageException($"there is no benchmark {unknown}; there are {string.Join(", ", Names)}");
        }

        var lean = arguments.Has("--lean");
        if (lean)
        {
            Environment.SetEnvironmentVariable(HiddenVerbs.InlineCompletions.Key, HiddenVerbs.InlineCompletions.Value);
        }

        var given = arguments.Text("--router") is { } file ? RouterBinary.Find(file) : null;
        var names = arguments.Words.Count == 0 ? Names : [.. arguments.Words];
        var since = Stopwatch.GetTimestamp();

        await using var mock = HiddenVerbs.StartMock(BenchPlan.EventsPerStream, lean);
        var mockPort = await PortAsync(mock);
        await using var bare = HiddenVerbs.StartBare(mockPort);
        var binary = given ?? (arguments.Has("--no-router") ? null : RouterBinary.Find());
        await using var router = binary is null ? null : new RouterProcess(RouterConfigText.Of($"http://127.0.0.1:{mockPort}", "g"), binary);
        if (router is not null)
        {
            await router.StartAsync();
        }

        var run = new BenchRun(
            arguments.Has("--quick") ? BenchPlan.Quick : BenchPlan.Full,
            new BenchReport(),
            new LoadTarget("direct", mockPort, RouterProcess.CallerToken, mock.Id),
            new LoadTarget("bare", await PortAsync(bare), RouterProcess.CallerToken, bare.Id),
            router is null ? null : new LoadTarget("router", router.Address.Port, RouterProcess.CallerToken, router.Id),
            router,
            cancellation);
        Describe(run, binary, lean);
        await BenchRun.RoundsAsync(run.Targets, 1, target => run.SaturateAsync(target, target.Request(), run.Plan.WarmUp));
        var failed = 0;
        foreach (var name in names)
        {
            Console.WriteLine($"running {name} …");
            failed += await SucceedsAsync(run, name, given) ? 0 : 1;
        }

        Console.WriteLine();
        run.Report.Print(Console.Out);
        Console.WriteLine($"took {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> SucceedsAsync(BenchRun run, string name, RouterBinary? given)
    {
        try
        {
            await (name switch
            {
                UnaryScenario.Name => UnaryScenario.RunAsync(run),
                LatencyScenario.Name => LatencyScenario.RunAsync(run),
                StreamScenario.Name => StreamScenario.RunAsync(run),
                MemoryScenario.Name => MemoryScenario.RunAsync(run),
                _ => StartScenario.RunAsync(run, given),
            });
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            run.Report.Absent(name, "failed: " + error.Message.Split('\n')[0].Trim());
            if (run.RouterProcess is { IsRunning: false } gone)
            {
                Console.WriteLine($"the router exited with {gone.ExitCode}; the last it said:");
                Console.WriteLine(string.Join('\n', gone.Log.Split('\n').TakeLast(LastLines)));
            }

            return false;
        }
    }

    private static void Describe(BenchRun run, RouterBinary? binary, bool lean)
    {
#if DEBUG
        Console.WriteLine("note: this is a debug build; the figures of a release build (-c Release) are the ones that count");
#endif
        Console.WriteLine($"upstream: mock on raw sockets{(lean ? ", one event loop" : "")}, process {run.Direct.Process}; answers of 700 bytes, streams of {BenchPlan.EventsPerStream} events");
        Console.WriteLine($"bare: Kestrel + HttpMessageInvoker, process {run.Bare.Process}");
        Console.WriteLine(binary is null ? "router: none" : $"router: {binary.Kind}, process {run.RouterProcess!.Id}");
        Console.WriteLine($"load: raw sockets{(lean ? ", one event loop" : "")}, in this process, {BenchPlan.Connections} connections, requests of {run.Direct.Request().Length} bytes; {Environment.ProcessorCount} cores shared by all");
    }

    private static async Task<int> PortAsync(ChildProcess child) => int.Parse(await child.FirstLine, CultureInfo.InvariantCulture);
}
