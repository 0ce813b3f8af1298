// The verb `bench`: starts the mock, the baselines and the router, runs the scenarios, prints the tables.
using System.Diagnostics;
using System.Net.Sockets;
using Router.Inference;
using Router.Tests.Support;
using Router.Tests.Verbs;

namespace Router.Tests.Benchmarks;

internal static class BenchVerb
{
    private static readonly string[] Names =
    [
        UnaryScenario.Name, LatencyScenario.Name, StreamScenario.Name, TranslatedScenario.Name, SizesScenario.Name, SlowScenario.Name,
        MemoryScenario.Name, StartScenario.Name,
    ];

    private const int LastLines = 15;

    /// <summary>0 when all scenarios ran, whatever they measured: machines differ. 1 when one could not run.</summary>
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        if (arguments.Words.Except(Names, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new UsageException($"there is no benchmark {unknown}; there are {string.Join(", ", Names)}");
        }

        var dialects = DialectsOf(arguments.Text("--dialects"));
        var lean = arguments.Has("--lean");
        if (lean)
        {
            Environment.SetEnvironmentVariable(HiddenVerbs.InlineCompletions.Key, HiddenVerbs.InlineCompletions.Value);
        }

        var given = arguments.Text("--router") is { } file ? RouterBinary.Find(file) : null;
        var names = arguments.Words.Count == 0 ? Names : [.. arguments.Words];
        var since = Stopwatch.GetTimestamp();

        await using var mock = HiddenVerbs.StartMock(BenchPlan.EventsPerStream, lean);
        var mockPort = await HiddenVerbs.PortAsync(mock);
        await using var bare = HiddenVerbs.StartBare(mockPort);
        var binary = given ?? (arguments.Has("--no-router") ? null : RouterBinary.Find());
        await using var router = binary is null ? null : new RouterProcess(BenchRun.ConfigurationFor(mockPort), binary);
        if (router is not null)
        {
            await router.StartAsync();
        }

        var run = new BenchRun(
            arguments.Has("--quick") ? BenchPlan.Quick : BenchPlan.Full,
            new BenchReport(),
            dialects,
            new LoadTarget("direct", mockPort, RouterProcess.CallerToken, mock.Id),
            await HiddenVerbs.BareTargetAsync(bare),
            router is null ? null : new LoadTarget("router", router.Address.Port, RouterProcess.CallerToken, router.Id),
            router,
            binary,
            cancellation);
        Describe(run, lean);
        var failed = 0;
        var isWarm = false;

        // The start comes first: what is warmed up is still being compiled for some seconds, and takes the processors from the program that starts.
        foreach (var name in names.OrderByDescending(name => name == StartScenario.Name))
        {
            if (name != StartScenario.Name && !isWarm)
            {
                await run.WarmUpAsync();
                isWarm = true;
            }

            Console.Write($"running {name} …");
            var started = Stopwatch.GetTimestamp();
            failed += await SucceedsAsync(run, name, given) ? 0 : 1;
            Console.WriteLine($" {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        }

        run.Report.Print(Console.Out);
        Console.WriteLine();
        Console.WriteLine($"took {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s");
        return failed == 0 ? 0 : 1;
    }

    private static Dialect[] DialectsOf(string? names) => names is null
        ? Enum.GetValues<Dialect>()
        : [.. names.Split(',').Select(DialectOf).Distinct().Order()];

    private static Dialect DialectOf(string name) =>
        Array.Find(Enum.GetValues<Dialect>(), dialect => dialect.Short() == name) is var dialect && dialect.Short() == name
            ? dialect
            : throw new UsageException($"there is no dialect {name}; there are {string.Join(", ", Enum.GetValues<Dialect>().Select(BenchNames.Short))}");

    private static async Task<bool> SucceedsAsync(BenchRun run, string name, RouterBinary? given)
    {
        try
        {
            await (name switch
            {
                UnaryScenario.Name => UnaryScenario.RunAsync(run),
                LatencyScenario.Name => LatencyScenario.RunAsync(run),
                StreamScenario.Name => StreamScenario.RunAsync(run),
                TranslatedScenario.Name => TranslatedScenario.RunAsync(run),
                SizesScenario.Name => SizesScenario.RunAsync(run),
                SlowScenario.Name => SlowScenario.RunAsync(run),
                MemoryScenario.Name => MemoryScenario.RunAsync(run),
                _ => StartScenario.RunAsync(run, given),
            });
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or TimeoutException or SocketException)
        {
            run.Report.Table(name).Absent("failed: " + error.Message.Split('\n')[0].Trim());
            if (run.RouterProcess is { IsRunning: false } gone)
            {
                Console.WriteLine($"the router exited with {gone.ExitCode}; the last it said:");
                Console.WriteLine(string.Join('\n', gone.Log.Split('\n').TakeLast(LastLines)));
            }

            return false;
        }
    }

    private static void Describe(BenchRun run, bool lean)
    {
#if DEBUG
        Console.WriteLine("note: this is a debug build; the figures of a release build (-c Release) are the ones that count");
#endif
        Console.WriteLine($"upstream: mock on raw sockets{(lean ? ", one event loop" : "")}, process {run.Direct.Process}; equal texts in every dialect, streams of {BenchPlan.EventsPerStream} events");
        Console.WriteLine($"bare: Kestrel + HttpMessageInvoker, process {run.Bare.Process}");
        Console.WriteLine(run.Binary is null ? "router: none" : $"router: {run.Binary.Kind}, process {run.RouterProcess!.Id}");
        Console.WriteLine($"load: raw sockets{(lean ? ", one event loop" : "")}, in this process, {BenchPlan.Connections} connections, bodies of {BenchLoad.SmallBody} bytes where no size is named; {Environment.ProcessorCount} cores shared by all");
    }
}
