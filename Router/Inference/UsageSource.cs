// Where the token counts of a row come from.
namespace Router.Inference;

/// <summary>The ledger's <c>usage_source</c> (lower case).</summary>
internal enum UsageSource
{
    /// <summary>Nothing was used, or nothing is known and nothing reached an upstream.</summary>
    None,

    /// <summary>The upstream said so.</summary>
    Reported,

    /// <summary>The router estimated from what it saw or held, because the upstream did not say.</summary>
    Estimated,
}
