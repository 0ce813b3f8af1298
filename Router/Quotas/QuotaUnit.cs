// What a quota counts.
namespace Router.Quotas;

internal enum QuotaUnit
{
    /// <summary>Requests that passed admission.</summary>
    Requests,

    /// <summary>Tokens of all buckets, as settled.</summary>
    Tokens,
}
