// Whole answers at a fixed rate: what the router adds to the time of a request.
namespace Router.Tests.Benchmarks;

internal static class LatencyScenario
{
    public const string Name = "latency";

    public static async Task RunAsync(BenchRun run)
    {
        var results = await BenchRun.RoundsAsync(run.Targets, run.Plan.RateRounds, target => MeasureAsync(run, target));
        var direct = results[run.Direct];
        run.Report.Add(Name, "direct, median ms", BenchReport.Median(direct.Select(round => round.Median)), "0.000");
        run.Report.Add(Name, "direct, p99 ms", BenchReport.Median(direct.Select(round => round.P99)), "0.000");
        run.Report.Add(Name, "bare adds, median ms", Added(results[run.Bare], direct, round => round.Median), "0.000");
        run.Report.Add(Name, "bare adds, p99 ms", Added(results[run.Bare], direct, round => round.P99), "0.000");
        if (run.Router is { } router)
        {
            run.Report.Below(Name, "router adds, median ms", Added(results[router], direct, round => round.Median), "0.000", 0.7);
            run.Report.Add(Name, "router adds, p99 ms", Added(results[router], direct, round => round.P99), "0.000");
        }
    }

    private static async Task<Latencies> MeasureAsync(BenchRun run, LoadTarget target)
    {
        var latencies = await OpenLoop.RunAsync(
            target, target.Request(), BenchPlan.Connections, BenchPlan.RequestsPerSecond, run.Plan.RateRound, run.Cancellation);
        return latencies.Failed == 0
            ? latencies
            : throw new InvalidOperationException($"{target.Name}: {latencies.Failed} of {latencies.Count} answers failed.");
    }

    private static double Added(List<Latencies> over, List<Latencies> under, Func<Latencies, double> figure) =>
        BenchReport.Median(over.Zip(under, (a, b) => figure(a) - figure(b)));
}
