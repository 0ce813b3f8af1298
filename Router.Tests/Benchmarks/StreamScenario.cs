// Streams at saturation: events per second, when they come in one burst and when each comes by itself.
namespace Router.Tests.Benchmarks;

internal static class StreamScenario
{
    public const string Name = "stream";

    public static async Task RunAsync(BenchRun run)
    {
        await RunAsync(run, MockAnswer.Burst);
        await RunAsync(run, MockAnswer.Each);
    }

    private static async Task RunAsync(BenchRun run, MockAnswer answer)
    {
        var figures = await run.RatesAsync(run.Cells(run.Proxies, answer), run.Plan.StreamRound, run.Plan.StreamRounds);
        var table = run.Table($"{Name}, {answer.Word()}");
        foreach (var target in run.Proxies)
        {
            table.Add($"{target.Name}, events/s", "0", figures.Rate(target, round => round.EventsPerSecond));
        }

        foreach (var target in run.Proxies)
        {
            table.Add($"{target.Name}, CPU us/event", "0.00", figures.Cpu(target, BenchPlan.EventsPerStream));
        }

        if (run.Router is { } router)
        {
            table.AtLeast("router/bare", 0.75, null, figures.Ratio(router, run.Bare));
        }

        figures.AddAgainstChat(run, table);
    }
}
