// What the scenarios of one benchmark run share: the targets, the plan, the report.
using Router.Tests.Support;

namespace Router.Tests.Benchmarks;

/// <param name="Router">Null when there is no router to measure; the baselines are then measured alone.</param>
/// <param name="RouterProcess">The process behind <paramref name="Router"/>.</param>
internal sealed record BenchRun(
    BenchPlan Plan,
    BenchReport Report,
    LoadTarget Direct,
    LoadTarget Bare,
    LoadTarget? Router,
    RouterProcess? RouterProcess,
    CancellationToken Cancellation)
{
    /// <summary>The targets that there are, in the order of the rounds.</summary>
    public IEnumerable<LoadTarget> Targets => Router is null ? [Direct, Bare] : [Direct, Bare, Router];

    /// <summary>Saturation with one kind of request.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 200: figures would mean nothing.</exception>
    public async Task<LoadResult> SaturateAsync(LoadTarget target, byte[] request, TimeSpan duration)
    {
        var result = await ClosedLoop.RunAsync(target, request, BenchPlan.Connections, duration, Cancellation);
        return result.Failed == 0
            ? result
            : throw new InvalidOperationException($"{target.Name}: {result.Failed} of {result.Requests} answers failed.");
    }

    /// <summary>Runs rounds that take each target in turn, so that what changes on the machine meanwhile changes all alike.</summary>
    public static async Task<Dictionary<LoadTarget, List<T>>> RoundsAsync<T>(
        IEnumerable<LoadTarget> targets, int rounds, Func<LoadTarget, Task<T>> measure)
    {
        LoadTarget[] all = [.. targets];
        var results = all.ToDictionary(target => target, _ => new List<T>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var target in all)
            {
                results[target].Add(await measure(target));
            }
        }

        return results;
    }
}
