// One model of a provider.
using Router.Inference;

namespace Router.Configuration;

/// <summary>An entry of <c>models</c> under a provider.</summary>
/// <param name="Name">The entry's key, as the ledger writes it.</param>
/// <param name="Id">The provider's own name for it, as sent upstream.</param>
/// <param name="ContextTokens">Context window in tokens; 0 when not known.</param>
/// <param name="MaxOutputTokens">Most output tokens of one answer; 0 when not known.</param>
/// <param name="Capabilities">What it can do.</param>
/// <param name="Prices">Prices as of this revision.</param>
internal sealed record Model(
    string Name, string Id, long ContextTokens, long MaxOutputTokens, ModelCapabilities Capabilities, PriceList Prices);
