// The numbers that a licence sets (licence section 5).
namespace Router.Licensing;

/// <summary>Limits by the names of the file; null means unlimited.</summary>
internal sealed record LicenseLimits(
    long? MaxCallers, long? MaxGroups, long? MaxRetentionDays, long? MaxConcurrent, VolumeLimit Requests, VolumeLimit Tokens)
{
    /// <summary>No limit at all.</summary>
    internal static LicenseLimits Unlimited { get; } =
        new(null, null, null, null, VolumeLimit.Unlimited, VolumeLimit.Unlimited);
}
