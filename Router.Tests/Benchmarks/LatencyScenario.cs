// Whole answers at a fixed rate: what the router adds to the time of a request.
namespace Router.Tests.Benchmarks;

internal static class LatencyScenario
{
    public const string Name = "latency";

    public static async Task RunAsync(BenchRun run)
    {
        var cells = run.Cells(run.Targets, MockAnswer.Whole);
        var rounds = await BenchRun.RoundsAsync(cells, run.Plan.RateRounds, cell => MeasureAsync(run, cell));

        var table = run.Table(Name);
        table.Add("direct, median ms", "0.000", Of(run.Direct, round => round.Median));
        table.Add("direct, p99 ms", "0.000", Of(run.Direct, round => round.P99));
        table.Add("bare adds, median ms", "0.000", Added(run.Bare, round => round.Median));
        table.Add("bare adds, p99 ms", "0.000", Added(run.Bare, round => round.P99));
        if (run.Router is { } router)
        {
            table.Below("router adds, median ms", "0.000", 0.7, Added(router, round => round.Median));
            table.Add("router adds, p99 ms", "0.000", Added(router, round => round.P99));
        }

        double[] Of(LoadTarget target, Func<Latencies, double> figure) =>
            [.. run.Dialects.Select(dialect => BenchReport.Median(Rounds(target, dialect).Select(figure)))];

        double[] Added(LoadTarget target, Func<Latencies, double> figure) =>
        [
            .. run.Dialects.Select(dialect => BenchReport.Median(
                Rounds(target, dialect).Zip(Rounds(run.Direct, dialect), (a, b) => figure(a) - figure(b)))),
        ];

        List<Latencies> Rounds(LoadTarget target, Router.Inference.Dialect dialect) =>
            rounds.Single(of => of.Key.Target == target && of.Key.Load.Client == dialect).Value;
    }

    private static async Task<Latencies> MeasureAsync(BenchRun run, BenchCell cell)
    {
        var latencies = await OpenLoop.RunAsync(
            cell.Target, cell.Request, BenchPlan.Connections, BenchPlan.RequestsPerSecond, run.Plan.RateRound, run.Cancellation);
        return latencies.Failed == 0
            ? latencies
            : throw new InvalidOperationException($"{cell.Target.Name}: {latencies.Failed} of {latencies.Count} answers failed.");
    }
}
