// One pair of surfaces: what the caller speaks, and what the upstream speaks.
using Router.Tests.Conformance.Crossing;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance;

internal sealed record Cell(Surface Caller, Surface Upstream)
{
    /// <summary>All nine pairs of dialects, and the count of tokens.</summary>
    public static IReadOnlyList<Cell> All { get; } =
    [
        .. Surface.Dialects.SelectMany(caller => Surface.Dialects.Select(upstream => new Cell(caller, upstream))),
        new(Surface.CountTokens, Surface.CountTokens),
        new(Surface.CountTokens, Surface.InputTokens),
    ];

    public string Name => $"{Caller.Name} -> {Upstream.Name}";

    /// <summary>The two sides speak different dialects.</summary>
    public bool IsTranslated => Caller != Upstream;

    /// <summary>The cases of the pair.</summary>
    /// <param name="recordings">Those of every surface.</param>
    /// <param name="folder">Where they and the requests lie.</param>
    public IEnumerable<Case> Cases(IEnumerable<Recording> recordings, string folder)
    {
        var own = recordings.Where(recording => recording.Dialect == Upstream.Name);
        return Upstream == Surface.InputTokens ? CountCases.From(own)
            : IsTranslated ? CrossDialectCases.From(Caller, Upstream, own).Concat(RequestCases.From(Caller, Upstream, folder))
            : SameDialectCases.From(Caller, own);
    }
}
