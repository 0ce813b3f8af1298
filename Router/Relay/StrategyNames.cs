// How strategies are written in the ledger.
using Router.Configuration;

namespace Router.Relay;

/// <summary>The words of the configuration's <c>strategy</c>.</summary>
internal static class StrategyNames
{
    /// <summary>The word.</summary>
    internal static string Of(RoutingStrategy strategy) => strategy switch
    {
        RoutingStrategy.Static => "static",
        RoutingStrategy.Failover => "failover",
        RoutingStrategy.Weighted => "weighted",
    };
}
