// What a model costs at one moment, copied into the ledger with each request.
namespace Router.Inference;

/// <summary>
/// Integer nano-dollars per million tokens (1 USD per million tokens is 1,000,000,000); <paramref name="Image"/> is per image.
/// </summary>
internal sealed record PriceList(
    long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite1h, long Image, string Source)
{
    /// <summary>The list of a model without prices: everything costs nothing.</summary>
    internal static PriceList Free { get; } = new(0, 0, 0, 0, 0, 0, "");
}
