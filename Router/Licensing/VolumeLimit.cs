// How much of one thing a licence allows: in all, in a month, in a sliding window.
namespace Router.Licensing;

/// <summary>Limits on requests or tokens; null means unlimited.</summary>
/// <param name="Total">For the life of the licence (its <c>jti</c>), before credit notes.</param>
/// <param name="Month">For the calendar month in UTC.</param>
/// <param name="WindowCount">For the last <paramref name="WindowSeconds"/> seconds; both are there or none.</param>
internal sealed record VolumeLimit(long? Total, long? Month, long? WindowCount, long? WindowSeconds)
{
    /// <summary>No limit at all.</summary>
    internal static VolumeLimit Unlimited { get; } = new(null, null, null, null);
}
