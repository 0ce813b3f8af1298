// The cost of one attempt by bucket, in nano-dollars.
namespace Router.Inference;

/// <summary>
/// Nano-dollars by bucket. Each bucket is tokens × price / 1,000,000, rounded half up, on its own (contract section 4), so the
/// sum of rows is the sum of buckets to the last unit.
/// </summary>
internal readonly record struct BucketCosts(long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite1h, long Image)
{
    /// <summary>The sum of the buckets; saturates instead of wrapping.</summary>
    internal long Total => Saturate((Int128)Input + Output + CacheRead + CacheWrite + CacheWrite1h + Image);

    /// <summary>What <paramref name="usage"/> costs at <paramref name="prices"/>; a bucket that was not reported costs nothing.</summary>
    internal static BucketCosts Of(in TokenUsage usage, int? images, PriceList prices) => new(
        OfTokens(usage.Input, prices.Input),
        OfTokens(usage.Output, prices.Output),
        OfTokens(usage.CacheRead, prices.CacheRead),
        OfTokens(usage.CacheWrite, prices.CacheWrite),
        OfTokens(usage.CacheWrite1h, prices.CacheWrite1h),
        Saturate((Int128)(images ?? 0) * prices.Image));

    private static long OfTokens(long? tokens, long price) =>
        tokens is > 0 ? Saturate((((Int128)tokens.Value * price) + 500_000) / 1_000_000) : 0;

    private static long Saturate(Int128 value) => value > long.MaxValue ? long.MaxValue : (long)value;
}
