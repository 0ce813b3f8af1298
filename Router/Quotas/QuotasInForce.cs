// The limits in force, set by whoever knows them.
namespace Router.Quotas;

/// <summary>Read by requests without waiting.</summary>
internal sealed class QuotasInForce
{
    private volatile QuotaSet _current = QuotaSet.Empty;

    /// <summary>May be set at any time; requests go on with the set that they began with.</summary>
    internal QuotaSet Current
    {
        get => _current;
        set => _current = value;
    }
}
