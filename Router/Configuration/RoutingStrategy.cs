// How a group orders its targets.
namespace Router.Configuration;

/// <summary>The strategies built so far; <c>dynamic</c> and <c>external</c> are refused by the configuration until they are.</summary>
internal enum RoutingStrategy
{
    /// <summary>The first target only.</summary>
    Static,

    /// <summary>Targets in order, the next when one fails.</summary>
    Failover,

    /// <summary>A first target by weight, then the others by weight as fallbacks.</summary>
    Weighted,
}
