// The plan of one request.
using System.Collections.Immutable;
using Router.Configuration;

namespace Router.Routing;

/// <summary>Which targets are tried in which order, and what stood against the others.</summary>
/// <param name="Order">May be empty.</param>
/// <param name="Considered">Every target of the group in file order.</param>
internal sealed record RoutePlan(ModelGroup Group, ImmutableArray<Target> Order, ImmutableArray<ConsideredTarget> Considered)
{
    /// <summary>The targets that the strategy may use at all.</summary>
    internal ImmutableArray<Target> Usable => Group.Strategy == RoutingStrategy.Static ? Group.Targets[..1] : Group.Targets;
}
