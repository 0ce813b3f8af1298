// What a target can do, finer than its capabilities.
using System.Collections.Immutable;

namespace Router.Inference;

/// <summary>
/// Those names of mapping section 9 that a translator asks for, which are also the keys of <c>traits</c> in configuration.
/// <see cref="Of"/> gives what is true of a dialect's own service; configuration overrides single traits of a model.
/// </summary>
internal sealed record TargetTraits
{
    private static readonly TargetTraits Chat = new()
    {
        Dialect = Dialect.OpenAIChat,
        CustomTools = true,
        JsonObject = true,
        Reasoning = ReasoningSupport.Effort,
        ReasoningLevels = [.. Enum.GetValues<ReasoningEffort>()],
        Penalties = true,
        Seed = true,
        LogProbs = true,
        StopMax = 4,
        MidSystem = true,
        Store = true,
        ServiceTiers = [.. Enum.GetValues<ServiceTier>()],
    };

    private static readonly TargetTraits Responses = new()
    {
        Dialect = Dialect.OpenAIResponses,
        DocumentUrls = true,
        CustomTools = true,
        ToolResultImages = true,
        JsonObject = true,
        Reasoning = ReasoningSupport.Effort,
        ReasoningLevels = [.. Enum.GetValues<ReasoningEffort>()],
        LogProbs = true,
        MidSystem = true,
        Store = true,
        ServiceTiers = [.. Enum.GetValues<ServiceTier>()],
    };

    private static readonly TargetTraits Messages = new()
    {
        Dialect = Dialect.AnthropicMessages,
        DocumentUrls = true,
        ToolNameMax = 128,
        ToolIdPattern = ToolIdPattern.Word,
        ToolResultImages = true,
        Reasoning = ReasoningSupport.Adaptive,
        ReasoningLevels =
        [
            ReasoningEffort.None, ReasoningEffort.Low, ReasoningEffort.Medium, ReasoningEffort.High, ReasoningEffort.XHigh,
            ReasoningEffort.Max,
        ],
        TemperatureMax = 1,
        TopK = true,
        StopMax = int.MaxValue,
        ServiceTiers = [Inference.ServiceTier.Auto, Inference.ServiceTier.Standard],
        CacheBreakpoints = true,
    };

    internal required Dialect Dialect { get; init; }

    internal bool Images { get; init; } = true;

    internal bool ImageUrls { get; init; } = true;

    internal bool Documents { get; init; } = true;

    internal bool DocumentUrls { get; init; }

    internal bool Tools { get; init; } = true;

    internal bool ParallelTools { get; init; } = true;

    internal bool CustomTools { get; init; }

    internal int ToolNameMax { get; init; } = 64;

    internal ToolIdPattern ToolIdPattern { get; init; }

    /// <summary>Images and documents may stand in a tool's result.</summary>
    internal bool ToolResultImages { get; init; }

    internal bool JsonSchema { get; init; } = true;

    internal bool JsonObject { get; init; }

    internal ReasoningSupport Reasoning { get; init; }

    /// <summary>The levels it takes, least first; <see cref="ReasoningEffort.None"/> among them when reasoning can be switched off.</summary>
    internal ImmutableArray<ReasoningEffort> ReasoningLevels { get; init; } = [];

    /// <summary>False: temperature and <c>top_p</c> are fixed at 1.</summary>
    internal bool Sampling { get; init; } = true;

    internal decimal TemperatureMax { get; init; } = 2;

    internal bool TopK { get; init; }

    internal bool Penalties { get; init; }

    internal bool Seed { get; init; }

    internal bool LogProbs { get; init; }

    /// <summary>Most stop sequences.</summary>
    internal int StopMax { get; init; }

    /// <summary>A system message may stand in mid-conversation.</summary>
    internal bool MidSystem { get; init; }

    /// <summary>An assistant's text as the last message is continued.</summary>
    internal bool Prefill { get; init; }

    /// <summary>Most output tokens of one answer; null when not known.</summary>
    internal long? MaxOutput { get; init; }

    internal OutputLimitField MaxTokensField { get; init; }

    /// <summary>It can keep an answer when told to.</summary>
    internal bool Store { get; init; }

    internal ImmutableArray<ServiceTier> ServiceTiers { get; init; } = [];

    /// <summary>Its <c>total_tokens</c> is larger than input plus output by the reasoning, which belongs to the output.</summary>
    internal bool TotalExcludesReasoning { get; init; }

    /// <summary>Takes <c>prompt_cache_breakpoint</c> (newer OpenAI models) or <c>cache_control</c> (Messages).</summary>
    internal bool CacheBreakpoints { get; init; }

    /// <summary>Takes lists of parts as the content of a message; some Chat vendors take only strings.</summary>
    internal bool ContentParts { get; init; } = true;

    /// <summary>The traits of a dialect's own service.</summary>
    internal static TargetTraits Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.OpenAIResponses => Responses,
        Dialect.AnthropicMessages => Messages,
    };
}
