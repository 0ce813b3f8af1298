// A cell in which the router translates, and the one it is held against: the same caller on a provider of its own dialect.
namespace Router.Tests.Benchmarks;

internal sealed record TranslatedPair(BenchCell Translated, BenchCell Same)
{
    public string Name => Translated.Load.Name();

    /// <summary>Each pair of two dialects of the run; the pairs of a caller share the cell they are held against.</summary>
    public static IReadOnlyList<TranslatedPair> All(BenchRun run, LoadTarget router, MockAnswer answer) =>
    [
        .. from caller in run.Dialects
           let same = new BenchCell(router, BenchLoad.Same(caller, answer))
           from upstream in run.Dialects
           where upstream != caller
           select new TranslatedPair(new BenchCell(router, new BenchLoad(caller, upstream, answer)), same),
    ];

    /// <summary>The cells of such pairs in the order of the rounds: each translating one beside the one it is held against.</summary>
    public static BenchCell[] Cells(IReadOnlyList<TranslatedPair> pairs) =>
        [.. pairs.GroupBy(pair => pair.Same).SelectMany(group => group.Select(pair => pair.Translated).Prepend(group.Key))];
}
