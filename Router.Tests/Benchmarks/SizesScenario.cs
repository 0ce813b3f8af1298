// Whole answers and streams at saturation, by the size of the request's body.
namespace Router.Tests.Benchmarks;

internal static class SizesScenario
{
    public const string Name = "sizes";

    public static async Task RunAsync(BenchRun run)
    {
        foreach (var answer in new[] { MockAnswer.Whole, MockAnswer.Burst })
        {
            foreach (var (size, bytes) in BenchLoad.Sizes)
            {
                await RunAsync(run, answer, size, bytes);
            }
        }
    }

    private static async Task RunAsync(BenchRun run, MockAnswer answer, string size, int bytes)
    {
        var figures = await run.RatesAsync(run.Cells(run.Proxies, answer, bytes), run.Plan.SizeRound, run.Plan.SizeRounds);
        var table = run.Table($"{Name}, {(answer.IsStream() ? "streams" : "whole answers")}, {size}");
        foreach (var target in run.Proxies)
        {
            table.Add($"{target.Name}, requests/s", "0", figures.Rate(target, round => round.RequestsPerSecond));
        }

        foreach (var target in run.Proxies)
        {
            table.Add($"{target.Name}, CPU us/request", "0.0", figures.Cpu(target));
        }

        if (run.Router is { } router)
        {
            table.Add("router/bare", "0.000", figures.Ratio(router, run.Bare));
        }

        figures.AddAgainstChat(run, table);
    }
}
