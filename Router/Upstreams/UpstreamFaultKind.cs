// The closed list of transport failures.
namespace Router.Upstreams;

/// <summary>What went wrong between the router and a provider.</summary>
internal enum UpstreamFaultKind
{
    /// <summary>The host's name has no address.</summary>
    Resolve,

    /// <summary>No connection.</summary>
    Connect,

    /// <summary>No TLS session: wrong certificate, wrong protocol.</summary>
    Tls,

    /// <summary>The name leads to a loopback, private or link-local address, and the provider is not marked <c>private</c>.</summary>
    ForbiddenAddress,

    /// <summary>No connection within <c>timeouts.connect</c>.</summary>
    ConnectTimeout,

    /// <summary>No content within <c>timeouts.first_byte</c>.</summary>
    FirstByteTimeout,

    /// <summary>Silence for <c>timeouts.idle</c>.</summary>
    IdleTimeout,

    /// <summary>The attempt took longer than <c>timeouts.total</c>.</summary>
    TotalTimeout,

    /// <summary>The router stops, and the time that running requests had is over.</summary>
    Stopping,

    /// <summary>The connection broke.</summary>
    Reset,

    /// <summary>The answer is not HTTP.</summary>
    Protocol,
}
