// A group: the name that callers put in "model", and what may serve it.
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary>One entry of <c>groups</c>.</summary>
internal sealed record ModelGroup
{
    internal required string Name { get; init; }

    internal required ImmutableArray<string> Aliases { get; init; }

    internal required RoutingStrategy Strategy { get; init; }

    /// <summary>In file order; never empty.</summary>
    internal required ImmutableArray<Target> Targets { get; init; }

    internal required RetryPolicy Retry { get; init; }
}
