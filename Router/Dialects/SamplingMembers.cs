// The two sampling members that all dialects share.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A number outside the target's range is refused, never clamped in silence (mapping 2.5).</summary>
internal static class SamplingMembers
{
    /// <summary>Writes <c>temperature</c> and <c>top_p</c>.</summary>
    internal static void WriteTemperature(JsonOutput json, SamplingWish wish, TargetTraits traits, LossReport report)
    {
        if (wish.Temperature is { } temperature && !(temperature.Is(1) && !traits.Sampling))
        {
            if (traits.Sampling && temperature.IsWithin(0, traits.TemperatureMax))
            {
                json.Raw("temperature"u8, temperature);
            }
            else
            {
                report.Lose(LossRule.Temperature);
            }
        }

        if (wish.TopP is { } topP && !(topP.Is(1) && !traits.Sampling))
        {
            if (traits.Sampling && topP.IsWithin(0, 1))
            {
                json.Raw("top_p"u8, topP);
            }
            else
            {
                report.Lose(LossRule.TopP);
            }
        }
    }
}
