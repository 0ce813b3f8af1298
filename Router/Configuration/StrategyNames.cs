// How strategies are written.
namespace Router.Configuration;

/// <summary>The words of <c>strategy</c>, in the configuration and in the ledger.</summary>
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
