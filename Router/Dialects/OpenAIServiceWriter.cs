// Writes what Chat Completions and Responses requests say alike of the caller and of the service.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

internal static class OpenAIServiceWriter
{
    /// <summary>Writes the end user, labels, moderation and the tier into an open object.</summary>
    internal static void Write(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        json.Text("safety_identifier"u8, request.EndUser);
        json.Raw("metadata"u8, request.Labels);
        json.Raw("moderation"u8, request.Moderation);
        if (request.ServiceTier is not { } tier)
        {
            return;
        }

        if (traits.ServiceTiers.Contains(tier))
        {
            json.Word("service_tier"u8, TierWords.Of(tier));
        }
        else
        {
            report.Lose(LossRule.ServiceTier);
        }
    }
}
