// Whole answers at saturation: how much of the direct and of the bare throughput is left through the router.
namespace Router.Tests.Benchmarks;

internal static class UnaryScenario
{
    public const string Name = "unary";

    public static async Task RunAsync(BenchRun run)
    {
        var results = await BenchRun.RoundsAsync(
            run.Targets, run.Plan.UnaryRounds, target => run.SaturateAsync(target, target.Request(), run.Plan.UnaryRound));
        foreach (var (target, rounds) in results)
        {
            run.Report.Add(Name, $"{target.Name}, requests/s", BenchReport.Median(rounds.Select(round => round.RequestsPerSecond)), "0");
        }

        foreach (var (target, rounds) in results)
        {
            run.Report.Add(Name, $"{target.Name}, CPU us/request", BenchReport.Median(rounds.Select(round => round.CpuMicroseconds)), "0.0");
        }

        run.Report.Add(Name, "bare/direct", Ratio(results[run.Bare], results[run.Direct]), "0.000");
        if (run.Router is { } router)
        {
            run.Report.AtLeast(Name, "router/direct", Ratio(results[router], results[run.Direct]), 0.28, 0.32);
            run.Report.AtLeast(Name, "router/bare", Ratio(results[router], results[run.Bare]), 0.8, 0.9);
        }
    }

    /// <summary>The median of the ratios of rounds that ran side by side.</summary>
    private static double Ratio(List<LoadResult> over, List<LoadResult> under) =>
        BenchReport.Median(over.Zip(under, (a, b) => a.RequestsPerSecond / b.RequestsPerSecond));
}
