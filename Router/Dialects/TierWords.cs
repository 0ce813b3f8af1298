// The words of the OpenAI dialects for classes of service.
using Router.Inference;

namespace Router.Dialects;

/// <summary>The <c>service_tier</c> of Chat and Responses.</summary>
internal static class TierWords
{
    internal static ReadOnlySpan<byte> Of(ServiceTier tier) => tier switch
    {
        ServiceTier.Auto => "auto"u8,
        ServiceTier.Standard => "default"u8,
        ServiceTier.Flex => "flex"u8,
        ServiceTier.Scale => "scale"u8,
        ServiceTier.Priority => "priority"u8,
    };

    /// <summary>Null for a word that is none of them.</summary>
    internal static ServiceTier? Read(ReadOnlySpan<byte> word)
    {
        foreach (var tier in Enum.GetValues<ServiceTier>())
        {
            if (word.SequenceEqual(Of(tier)))
            {
                return tier;
            }
        }

        return null;
    }
}
