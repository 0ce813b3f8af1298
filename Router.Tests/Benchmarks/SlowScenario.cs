// Thousands of open streams with an event a second each, as slow models and thinking agents make them: what one costs in memory.
using System.Diagnostics;
using System.Globalization;
using Router.Inference;
using Router.Tests.Support;

namespace Router.Tests.Benchmarks;

/// <summary>
/// Each dialect is measured on a process of its own, for memory that a process once had it keeps. It is warmed up as the others are: code is
/// compiled then, and the collector has the room for short-lived objects that any load makes it take.
/// </summary>
internal static class SlowScenario
{
    public const string Name = "slow";

    private const int MostBytesPerStream = 40_000;

    private const string HeapMetric = "dotnet_total_memory_bytes ";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(BenchRun run)
    {
        var table = run.Table($"{Name}, {run.Plan.SlowStreams} streams, 1 event/s");
        var routers = new List<SlowFigures>();
        var bares = new List<SlowFigures>();
        foreach (var dialect in run.Dialects)
        {
            if (run.Binary is { } binary)
            {
                await using var router = new RouterProcess(BenchRun.ConfigurationFor(run.Direct.Port), binary);
                await router.StartAsync();
                var target = new LoadTarget("router", router.Address.Port, RouterProcess.CallerToken, router.Id);
                routers.Add(await MeasureAsync(run, target, dialect, () => HeapAsync(router)));
            }

            // The pass-through knows no dialects, so one of them shows what it costs.
            bares.Add(bares.Count == 0 ? await MeasureBareAsync(run, dialect) : SlowFigures.None);
        }

        table.Add("bare, resident bytes/stream", "0", [.. bares.Select(of => of.ResidentBytes)]);
        table.Add("bare, CPU us/event", "0.0", [.. bares.Select(of => of.CpuMicroseconds)]);
        if (routers.Count > 0)
        {
            table.Below("router, resident bytes/stream", "0", MostBytesPerStream, [.. routers.Select(of => of.ResidentBytes)]);
            table.Add("router, managed heap bytes/stream", "0", [.. routers.Select(of => of.HeapBytes)]);
            table.Add("router, CPU us/event", "0.0", [.. routers.Select(of => of.CpuMicroseconds)]);
            table.Add("router, events/s on a stream", "0.00", [.. routers.Select(of => of.EventsPerSecond)]);
        }
    }

    private static async Task<SlowFigures> MeasureBareAsync(BenchRun run, Dialect dialect)
    {
        await using var bare = HiddenVerbs.StartBare(run.Direct.Port);
        return await MeasureAsync(run, await HiddenVerbs.BareTargetAsync(bare), dialect, () => Task.FromResult(double.NaN));
    }

    private static async Task<SlowFigures> MeasureAsync(BenchRun run, LoadTarget target, Dialect dialect, Func<Task<double>> heap)
    {
        foreach (var answer in new[] { MockAnswer.Whole, MockAnswer.Each })
        {
            await run.SaturateAsync(new BenchCell(target, BenchLoad.Same(dialect, answer)), WarmUp);
        }

        _ = await heap();
        await Task.Delay(Settle, run.Cancellation);
        var (idle, idleHeap) = (ProcessFigures.ResidentBytes(target.Process), await heap());
        await using var streams = await SlowStreams.OpenAsync(
            new BenchCell(target, BenchLoad.Same(dialect, MockAnswer.Drip)), run.Plan.SlowStreams, run.Cancellation);

        var resident = new List<double>();
        var (since, cpu, events) = (Stopwatch.GetTimestamp(), ProcessFigures.CpuTime(target.Process), streams.Events);
        while (Stopwatch.GetElapsedTime(since) < run.Plan.SlowHold)
        {
            await Task.Delay(Sample, run.Cancellation);
            resident.Add(ProcessFigures.ResidentBytes(target.Process));
        }

        cpu = ProcessFigures.CpuTime(target.Process) - cpu;
        events = streams.Events - events;
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var full = await heap();
        if (streams.Ended > 0)
        {
            throw new IOException($"{target.Name}: {streams.Ended} of {run.Plan.SlowStreams} streams ended early");
        }

        double count = run.Plan.SlowStreams;
        return new SlowFigures((BenchReport.Median(resident) - idle) / count, (full - idleHeap) / count, cpu.TotalMicroseconds / events, events / seconds / count);
    }

    /// <summary>What the router tells of its managed heap, on its admin surface; NaN when it does not.</summary>
    private static async Task<double> HeapAsync(RouterProcess router)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(router.AdminAddress, "/metrics"));
        request.Headers.Authorization = new("Bearer", RouterProcess.MetricsToken);
        using var answer = await client.SendAsync(request);
        var line = (await answer.Content.ReadAsStringAsync()).Split('\n').FirstOrDefault(line => line.StartsWith(HeapMetric, StringComparison.Ordinal));
        return line is null ? double.NaN : double.Parse(line[HeapMetric.Length..], CultureInfo.InvariantCulture);
    }
}
