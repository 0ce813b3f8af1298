// Whole answers at saturation: how much of the direct and of the bare throughput is left through the router.
namespace Router.Tests.Benchmarks;

internal static class UnaryScenario
{
    public const string Name = "unary";

    public static async Task RunAsync(BenchRun run)
    {
        var figures = await run.RatesAsync(run.Cells(run.Targets, MockAnswer.Whole), run.Plan.UnaryRound, run.Plan.UnaryRounds);
        var table = run.Table(Name);
        foreach (var target in run.Targets)
        {
            table.Add($"{target.Name}, requests/s", "0", figures.Rate(target, round => round.RequestsPerSecond));
        }

        foreach (var target in run.Targets)
        {
            table.Add($"{target.Name}, CPU us/request", "0.0", figures.Cpu(target));
        }

        table.Add("bare/direct", "0.000", figures.Ratio(run.Bare, run.Direct));
        if (run.Router is { } router)
        {
            table.AtLeast("router/direct", 0.28, 0.32, figures.Ratio(router, run.Direct));
            table.AtLeast("router/bare", 0.8, 0.9, figures.Ratio(router, run.Bare));
        }

        figures.AddAgainstChat(run, table);
    }
}
