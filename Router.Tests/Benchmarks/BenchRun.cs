// What the scenarios of one benchmark run share: the targets, the plan, the report.
using System.Diagnostics;
using Router.Inference;
using Router.Tests.Support;

namespace Router.Tests.Benchmarks;

/// <param name="Dialects">Those that are measured, in the order of the report's columns.</param>
/// <param name="Router">Null when there is no router to measure; the baselines are then measured alone.</param>
/// <param name="RouterProcess">The process behind <paramref name="Router"/>.</param>
/// <param name="Binary">The program that other routers of this run are started from; null when <paramref name="Router"/> is.</param>
internal sealed record BenchRun(
    BenchPlan Plan,
    BenchReport Report,
    IReadOnlyList<Dialect> Dialects,
    LoadTarget Direct,
    LoadTarget Bare,
    LoadTarget? Router,
    RouterProcess? RouterProcess,
    RouterBinary? Binary,
    CancellationToken Cancellation)
{
    /// <summary>The most that settling takes, in warm-ups of one target.</summary>
    private const int MostWarmUps = 15;

    private const int SteadyRounds = 3;

    /// <summary>A round counts as cheaper below this share of the cheapest so far; what is above is noise.</summary>
    private const double StillCheaper = 0.97;

    /// <summary>The targets that there are, in the order of the rounds.</summary>
    public IReadOnlyList<LoadTarget> Targets => Router is null ? [Direct, Bare] : [Direct, Bare, Router];

    /// <summary>The same without the mock itself.</summary>
    public IReadOnlyList<LoadTarget> Proxies => Router is null ? [Bare] : [Bare, Router];

    /// <summary>The configuration of a router in front of the mock: one group and one provider for each dialect, named as it is.</summary>
    public static string ConfigurationFor(int mockPort) => RouterConfigText.InDialects(
        $"http://127.0.0.1:{mockPort}", [.. Enum.GetValues<Dialect>().Select(dialect => (dialect.Short(), dialect.Name()))]);

    /// <summary>A table with a column for each dialect.</summary>
    public BenchTable Table(string scenario) => Report.Table(scenario, [.. Dialects.Select(BenchNames.Short)]);

    /// <summary>The same answer and body in each dialect, from each target.</summary>
    public BenchCell[] Cells(IReadOnlyList<LoadTarget> targets, MockAnswer answer, int bodyBytes = BenchLoad.SmallBody) =>
        [.. from dialect in Dialects from target in targets select new BenchCell(target, BenchLoad.Same(dialect, answer, bodyBytes))];

    /// <summary>Brings every target to where its code is compiled for good, as far as the dialects have it in common.</summary>
    public async Task WarmUpAsync()
    {
        foreach (var answer in new[] { MockAnswer.Whole, MockAnswer.Burst, MockAnswer.Each })
        {
            await RoundsAsync(Cells(Targets, answer), 2, cell => SaturateAsync(cell, Plan.WarmUp / 2));
        }
    }

    /// <summary>Saturates each cell in rounds, once all have settled; the answers come as the mock sends them.</summary>
    public async Task<RateFigures> RatesAsync(BenchCell[] cells, TimeSpan round, int rounds) =>
        new(Dialects, await RatesAsync(cells, round, rounds, EventsOf));

    /// <inheritdoc cref="RatesAsync(BenchCell[], TimeSpan, int)"/>
    /// <param name="events">How many events each answer of a cell has.</param>
    public async Task<Dictionary<BenchCell, List<LoadResult>>> RatesAsync(BenchCell[] cells, TimeSpan round, int rounds, Func<BenchCell, int> events)
    {
        await SettleAsync(cells, events);
        return await RoundsAsync(cells, rounds, cell => SaturateAsync(cell, round, events(cell)));
    }

    /// <summary>
    /// Runs rounds that are not counted until none of the cells gets cheaper any more: on a busy machine the compiler of a process that runs
    /// much code works for many seconds, and takes the processors from the others too.
    /// </summary>
    private async Task SettleAsync(BenchCell[] cells, Func<BenchCell, int> events)
    {
        var cheapest = cells.ToDictionary(cell => cell, _ => double.PositiveInfinity);
        var since = Stopwatch.GetTimestamp();
        for (var steady = 0; steady < SteadyRounds && Stopwatch.GetElapsedTime(since) < Plan.WarmUp * MostWarmUps;)
        {
            var isCheaper = false;
            foreach (var (cell, results) in await RoundsAsync(cells, 1, cell => SaturateAsync(cell, Plan.WarmUp / 4, events(cell))))
            {
                isCheaper |= results[0].CpuMicroseconds < cheapest[cell] * StillCheaper;
                cheapest[cell] = Math.Min(cheapest[cell], results[0].CpuMicroseconds);
            }

            steady = isCheaper ? 0 : steady + 1;
        }
    }

    /// <summary>Saturation with one kind of request, whose answers come as the mock sends them.</summary>
    public Task<LoadResult> SaturateAsync(BenchCell cell, TimeSpan duration) => SaturateAsync(cell, duration, EventsOf(cell));

    /// <summary>Saturation with one kind of request.</summary>
    /// <param name="events">How many events each answer has.</param>
    /// <exception cref="InvalidOperationException">An answer was not 200, or not whole: figures would mean nothing.</exception>
    private async Task<LoadResult> SaturateAsync(BenchCell cell, TimeSpan duration, int events)
    {
        var result = await ClosedLoop.RunAsync(cell.Target, cell.Request, BenchPlan.Connections, duration, Cancellation);
        return result.Failed > 0
            ? throw new InvalidOperationException($"{cell.Target.Name}, {cell.Load.Name()}: {result.Failed} of {result.Requests} answers failed.")
            : result.Events != events * result.Requests
            ? throw new InvalidOperationException($"{cell.Target.Name}, {cell.Load.Name()}: {result.Events} events instead of {events * result.Requests}.")
            : result;
    }

    /// <summary>
    /// Runs rounds that take each cell in turn, forth and back, so that what changes on the machine meanwhile changes all alike.
    /// </summary>
    public static async Task<Dictionary<BenchCell, List<T>>> RoundsAsync<T>(
        IReadOnlyList<BenchCell> cells, int rounds, Func<BenchCell, Task<T>> measure)
    {
        var results = cells.ToDictionary(cell => cell, _ => new List<T>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var cell in round % 2 == 0 ? cells : cells.Reverse())
            {
                results[cell].Add(await measure(cell));
            }
        }

        return results;
    }

    private static int EventsOf(BenchCell cell) => cell.Load.Answer.IsStream() ? BenchPlan.EventsPerStream : 0;
}
