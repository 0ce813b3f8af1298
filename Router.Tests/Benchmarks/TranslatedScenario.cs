// Translation, each pair of dialects held against the same caller on a provider of its own dialect: rates, and the time to the first text.
using System.Globalization;

namespace Router.Tests.Benchmarks;

internal static class TranslatedScenario
{
    public const string Name = "translated";

    public static async Task RunAsync(BenchRun run)
    {
        if (run.Router is not { } router || run.Dialects.Count < 2)
        {
            run.Report.Table(Name, "").Absent(run.Router is null ? "no router to measure" : "one dialect has no other to be translated to");
            return;
        }

        await RatesAsync(run, router, MockAnswer.Whole, "requests/s", 0.75);
        await RatesAsync(run, router, MockAnswer.Burst, "events with text/s", 0.5);
        await RatesAsync(run, router, MockAnswer.Each, "events with text/s", 0.5);
        await FirstTextAsync(run, router);
    }

    private static async Task RatesAsync(BenchRun run, LoadTarget router, MockAnswer answer, string what, double asked)
    {
        var pairs = TranslatedPair.All(run, router, answer);
        var cells = TranslatedPair.Cells(pairs);
        var shapes = new Dictionary<BenchCell, StreamShape>();
        foreach (var cell in cells)
        {
            shapes[cell] = await StreamShape.ReadAsync(cell, run.Cancellation);
        }

        var rounds = await run.RatesAsync(cells, run.Plan.StreamRound, run.Plan.StreamRounds, cell => shapes[cell].Events);

        var table = run.Report.Table($"{Name}, {answer.Word()}", [.. pairs.Select(pair => pair.Name)]);
        table.Add($"same dialect, {what}", "0", [.. pairs.Select(pair => Median(pair.Same, Rate))]);
        table.Add($"translated, {what}", "0", [.. pairs.Select(pair => Median(pair.Translated, Rate))]);
        table.AtLeast($"translated/same, {what}", asked, null, [.. pairs.Select(pair => Ratio(pair, Rate))]);
        table.Add("translated, CPU us/request", "0.0", [.. pairs.Select(pair => Median(pair.Translated, Cpu))]);
        table.Add("translated/same, CPU", "0.000", [.. pairs.Select(pair => Ratio(pair, Cpu))]);

        double Rate(BenchCell cell, LoadResult round) => round.RequestsPerSecond * Math.Max(1, shapes[cell].Texts);

        double Cpu(BenchCell cell, LoadResult round) => round.CpuMicroseconds;

        double Median(BenchCell cell, Func<BenchCell, LoadResult, double> figure) => BenchReport.Median(rounds[cell].Select(round => figure(cell, round)));

        double Ratio(TranslatedPair pair, Func<BenchCell, LoadResult, double> figure) => BenchReport.Median(
            rounds[pair.Translated].Zip(rounds[pair.Same], (over, under) => figure(pair.Translated, over) / figure(pair.Same, under)));
    }

    /// <summary>
    /// Few streams at a time, whose events come as from a model, so that nothing waits for anything else. The head of an answer goes out
    /// with its first text, so the first byte of the body is the time of it.
    /// </summary>
    private static async Task FirstTextAsync(BenchRun run, LoadTarget router)
    {
        var pairs = TranslatedPair.All(run, router, MockAnswer.Slow);
        var rounds = await BenchRun.RoundsAsync(TranslatedPair.Cells(pairs), run.Plan.RateRounds, cell => MeasureAsync(run, cell));

        var table = run.Report.Table(
            string.Create(CultureInfo.InvariantCulture, $"{Name}, first text, {BenchPlan.StreamsPerSecond} streams/s"), [.. pairs.Select(pair => pair.Name)]);
        table.Add("same dialect, median ms", "0.000", [.. pairs.Select(pair => BenchReport.Median(rounds[pair.Same].Select(round => round.Median)))]);
        table.Below("translation adds, median ms", "0.000", 1, [.. pairs.Select(pair => BenchReport.Median(
            rounds[pair.Translated].Zip(rounds[pair.Same], (over, under) => over.Median - under.Median)))]);
    }

    private static async Task<Latencies> MeasureAsync(BenchRun run, BenchCell cell)
    {
        var latencies = await OpenLoop.RunAsync(
            cell.Target, cell.Request, BenchPlan.Connections, BenchPlan.StreamsPerSecond, run.Plan.RateRound, run.Cancellation, toFirst: true);
        return latencies.Failed == 0
            ? latencies
            : throw new InvalidOperationException($"{cell.Target.Name}, {cell.Load.Name()}: {latencies.Failed} of {latencies.Count} answers failed.");
    }
}
