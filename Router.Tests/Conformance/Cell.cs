// One pair of surfaces: what the caller speaks, and what the upstream speaks.
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance;

/// <param name="Cases">Makes its cases from the recordings of the upstream's surface; null while the router does not serve the pair.</param>
internal sealed record Cell(Surface Caller, Surface Upstream, Func<IEnumerable<Recording>, IEnumerable<Case>>? Cases)
{
    /// <summary>All nine pairs of dialects, and the count of tokens; a pair that the router comes to serve gets its cases here.</summary>
    public static IReadOnlyList<Cell> All { get; } =
    [
        .. Surface.Dialects.SelectMany(caller => Surface.Dialects.Select(upstream => Of(caller, upstream))),
        Of(Surface.CountTokens, Surface.CountTokens),
    ];

    public string Name => $"{Caller.Name} -> {Upstream.Name}";

    private static Cell Of(Surface caller, Surface upstream) => new(caller, upstream, CasesOf(caller, upstream));

    private static Func<IEnumerable<Recording>, IEnumerable<Case>>? CasesOf(Surface caller, Surface upstream) =>
        caller == upstream ? recordings => SameDialectCases.From(caller, recordings) : null;
}
