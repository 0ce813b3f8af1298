// Makes up what a target cannot do.
using Router.Inference;

namespace Router.Tests.Laws;

internal static class Limits
{
    /// <summary>Some traits of a dialect's own service taken away or narrowed.</summary>
    public static TargetTraits Of(TargetTraits traits, Random random)
    {
        return traits with
        {
            Images = traits.Images && Keep(),
            ImageUrls = traits.ImageUrls && Keep(),
            Documents = traits.Documents && Keep(),
            DocumentUrls = traits.DocumentUrls && Keep(),
            Tools = traits.Tools && Keep(),
            ParallelTools = traits.ParallelTools && Keep(),
            CustomTools = traits.CustomTools && Keep(),
            ToolNameMax = Keep() ? traits.ToolNameMax : 12,
            ToolIdPattern = Keep() ? traits.ToolIdPattern : ToolIdPattern.NineAlphanumerics,
            ToolResultImages = traits.ToolResultImages && Keep(),
            JsonSchema = traits.JsonSchema && Keep(),
            JsonObject = traits.JsonObject && Keep(),
            Reasoning = Keep() ? traits.Reasoning : ReasoningSupport.None,
            Sampling = traits.Sampling && Keep(),
            Penalties = traits.Penalties && Keep(),
            Seed = traits.Seed && Keep(),
            LogProbs = traits.LogProbs && Keep(),
            StopMax = Keep() ? traits.StopMax : 1,
            MidSystem = Keep() ? traits.MidSystem : !traits.MidSystem,
            Prefill = Keep() ? traits.Prefill : !traits.Prefill,
            MaxTokensField = Keep() ? traits.MaxTokensField : OutputLimitField.MaxTokens,
            Store = traits.Store && Keep(),
            CacheBreakpoints = traits.CacheBreakpoints && Keep(),
            ContentParts = traits.ContentParts && Keep(),
        };

        bool Keep() => random.Next(3) > 0;
    }
}
