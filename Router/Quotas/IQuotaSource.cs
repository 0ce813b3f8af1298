// Where the limits in force come from.
namespace Router.Quotas;

/// <summary>Asked once for each request, so answering must cost nothing.</summary>
internal interface IQuotaSource
{
    /// <summary>The set in force now; <see cref="QuotaSet.Empty"/> when there is no limit.</summary>
    QuotaSet Current { get; }
}
