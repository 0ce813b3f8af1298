// Streams at saturation: events per second, when they come in one burst and when each comes by itself.
namespace Router.Tests.Benchmarks;

internal static class StreamScenario
{
    public const string Name = "stream";

    public static async Task RunAsync(BenchRun run)
    {
        await RunAsync(run, "burst");
        await RunAsync(run, "each");
    }

    private static async Task RunAsync(BenchRun run, string mode)
    {
        LoadTarget[] targets = run.Router is null ? [run.Bare] : [run.Bare, run.Router];
        await BenchRun.RoundsAsync(targets, 1, target => run.SaturateAsync(target, target.Request(mode), run.Plan.WarmUp / 2));
        var results = await BenchRun.RoundsAsync(
            targets, run.Plan.StreamRounds, target => run.SaturateAsync(target, target.Request(mode), run.Plan.StreamRound));
        var whole = BenchPlan.EventsPerStream;
        foreach (var (target, rounds) in results)
        {
            run.Report.Add(Name, $"{mode}, {target.Name}, events/s", BenchReport.Median(rounds.Select(round => round.EventsPerSecond)), "0");
            if (rounds.Find(round => round.Events != whole * round.Requests) is { } wrong)
            {
                throw new InvalidOperationException($"{target.Name}: {wrong.Events} events in {wrong.Requests} streams of {whole}.");
            }
        }

        if (run.Router is { } router)
        {
            var ratio = BenchReport.Median(results[router].Zip(results[run.Bare], (a, b) => a.EventsPerSecond / b.EventsPerSecond));
            run.Report.AtLeast(Name, $"{mode}, router/bare", ratio, 0.75);
            run.Report.Add(Name, $"{mode}, router, CPU us/event", PerEvent(results[router]), "0.00");
        }

        run.Report.Add(Name, $"{mode}, bare, CPU us/event", PerEvent(results[run.Bare]), "0.00");
    }

    private static double PerEvent(List<LoadResult> rounds) =>
        BenchReport.Median(rounds.Select(round => round.CpuMicroseconds / BenchPlan.EventsPerStream));
}
