// Writes the usage of a Messages answer.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A count that is not known is 0, since the dialect has no null for it (mapping 3.3).</summary>
internal static class MessagesAnswerUsage
{
    /// <summary>Writes the member <c>usage</c>.</summary>
    /// <param name="tier">The tier that served; null also in the last event of a stream, which has no place for it.</param>
    internal static void Write(JsonOutput json, in TokenUsage usage, ServiceTier? tier)
    {
        json.Name("usage"u8);
        json.BeginObject();
        json.Number("input_tokens"u8, usage.Input ?? 0);
        json.Number("cache_creation_input_tokens"u8, (usage.CacheWrite ?? 0) + (usage.CacheWrite1h ?? 0));
        json.Number("cache_read_input_tokens"u8, usage.CacheRead ?? 0);
        json.Number("output_tokens"u8, usage.Output ?? 0);
        if (usage.Reasoning is { } reasoning)
        {
            json.Name("output_tokens_details"u8);
            json.BeginObject();
            json.Number("thinking_tokens"u8, reasoning);
            json.EndObject();
        }

        if (tier is ServiceTier.Standard or ServiceTier.Priority)
        {
            json.Word("service_tier"u8, tier == ServiceTier.Priority ? "priority"u8 : "standard"u8);
        }

        json.EndObject();
    }

    /// <summary>Tells that the upstream counted nothing.</summary>
    internal static TokenUsage KnownOrLost(UsageReport? usage, AnswerContext context)
    {
        if (usage is { Tokens.IsEmpty: false } known)
        {
            return known.Tokens;
        }

        context.Report.Lose(LossRule.AnswerUsageAbsent);
        return default;
    }
}
