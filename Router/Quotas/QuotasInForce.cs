// The limits in force, set by whoever knows them.
namespace Router.Quotas;

/// <inheritdoc cref="IQuotaSource"/>
internal sealed class QuotasInForce : IQuotaSource
{
    private volatile QuotaSet _current = QuotaSet.Empty;

    /// <summary>May be set at any time; requests go on with the set that they began with.</summary>
    public QuotaSet Current
    {
        get => _current;
        set => _current = value;
    }
}
