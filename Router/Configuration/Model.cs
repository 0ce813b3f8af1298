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
    string Name, string Id, long ContextTokens, long MaxOutputTokens, ModelCapabilities Capabilities, PriceList Prices)
{
    /// <summary>The most input tokens that one image may count.</summary>
    internal long MaxImageTokens { get; init; }

    /// <summary>What <c>traits</c> says, applied to the traits of the dialect's own service.</summary>
    internal Func<TargetTraits, TargetTraits> Traits { get; init; } = static traits => traits;

    /// <summary>What a translation into <paramref name="dialect"/> must know of the model.</summary>
    internal TargetTraits TraitsOf(Dialect dialect)
    {
        var own = TargetTraits.Of(dialect);
        return Traits(own with
        {
            Images = own.Images && Capabilities.HasFlag(ModelCapabilities.Images),
            Documents = own.Documents && Capabilities.HasFlag(ModelCapabilities.Documents),
            Tools = own.Tools && Capabilities.HasFlag(ModelCapabilities.Tools),
            ParallelTools = own.ParallelTools && Capabilities.HasFlag(ModelCapabilities.ParallelTools),
            JsonSchema = own.JsonSchema && Capabilities.HasFlag(ModelCapabilities.StructuredOutputs),
            Reasoning = Capabilities.HasFlag(ModelCapabilities.Reasoning) ? own.Reasoning : ReasoningSupport.None,
            MaxOutput = MaxOutputTokens > 0 ? MaxOutputTokens : null,
        });
    }
}
