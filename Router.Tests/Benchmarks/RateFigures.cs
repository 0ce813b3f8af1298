// What rounds of saturation come to, by target and dialect.
using Router.Inference;

namespace Router.Tests.Benchmarks;

/// <summary>Every figure is a value for each dialect. Ratios are medians of the ratios of rounds that ran side by side.</summary>
internal sealed class RateFigures(IReadOnlyList<Dialect> dialects, Dictionary<BenchCell, List<LoadResult>> rounds)
{
    /// <summary>Answers, or the events of streams, in a second.</summary>
    public double[] Rate(LoadTarget target, Func<LoadResult, double> rate) =>
        [.. dialects.Select(dialect => BenchReport.Median(Of(target, dialect).Select(rate)))];

    /// <summary>CPU time of the target's process, in microseconds for each <paramref name="units"/>th part of a request.</summary>
    public double[] Cpu(LoadTarget target, int units = 1) =>
        [.. dialects.Select(dialect => BenchReport.Median(Of(target, dialect).Select(round => round.CpuMicroseconds / units)))];

    /// <summary>How many times the rate of <paramref name="under"/> is that of <paramref name="over"/>.</summary>
    public double[] Ratio(LoadTarget over, LoadTarget under) =>
        [.. dialects.Select(dialect => Ratio(Of(over, dialect), Of(under, dialect), round => round.RequestsPerSecond))];

    /// <summary>Adds the rows that hold the other dialects against Chat; Chat itself has no value there.</summary>
    public void AddAgainstChat(BenchRun run, BenchTable table)
    {
        table.Add("bare, rate/chat's", "0.000", AgainstChat(run.Bare, round => round.RequestsPerSecond));
        if (run.Router is { } router)
        {
            table.AtLeast("router, rate/chat's", 0.9, null, AgainstChat(router, round => round.RequestsPerSecond));
            table.Add("router, CPU/chat's", "0.000", AgainstChat(router, round => round.CpuMicroseconds));
        }
    }

    private double[] AgainstChat(LoadTarget target, Func<LoadResult, double> figure) =>
    [
        .. dialects.Select(dialect => dialect == Dialect.OpenAIChat || !dialects.Contains(Dialect.OpenAIChat)
            ? double.NaN
            : Ratio(Of(target, dialect), Of(target, Dialect.OpenAIChat), figure)),
    ];

    private static double Ratio(List<LoadResult> over, List<LoadResult> under, Func<LoadResult, double> figure) =>
        BenchReport.Median(over.Zip(under, (a, b) => figure(a) / figure(b)));

    private List<LoadResult> Of(LoadTarget target, Dialect dialect) =>
        rounds.Single(of => of.Key.Target == target && of.Key.Load.Client == dialect).Value;
}
