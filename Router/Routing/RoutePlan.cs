// The plan of one request.
using System.Collections.Immutable;
using Router.Configuration;

namespace Router.Routing;

/// <summary>Which targets are tried in which order, and what stood against the others.</summary>
/// <param name="Order">May be empty.</param>
/// <param name="Considered">Every target of the group in file order.</param>
internal sealed record RoutePlan(ModelGroup Group, ImmutableArray<Target> Order, ImmutableArray<ConsideredTarget> Considered)
{
    /// <summary><c>provider/model: reason</c> for each target left out, for the caller's error.</summary>
    internal string Obstacles() => string.Join("; ", Considered
        .Where(c => c.Reason is not null)
        .Select(c => $"{c.Target.Provider.Name}/{c.Target.Model.Name}: {c.Reason}"));
}
