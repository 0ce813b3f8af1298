// How an attempt failed on its way.
namespace Router.Upstreams;

/// <summary>A failure of transport or time, as a value.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Sent">False only when it is certain that nothing of the request reached the upstream.</param>
internal sealed record UpstreamFault(UpstreamFaultKind Kind, bool Sent)
{
    /// <summary>The fixed word of the ledger's <c>attempts.error_class</c> and of the metrics.</summary>
    internal string Class => Kind switch
    {
        UpstreamFaultKind.Resolve => "resolve",
        UpstreamFaultKind.Connect => "connect",
        UpstreamFaultKind.Tls => "tls",
        UpstreamFaultKind.ForbiddenAddress => "forbidden_address",
        UpstreamFaultKind.ConnectTimeout => "timeout_connect",
        UpstreamFaultKind.FirstByteTimeout => "timeout_first_byte",
        UpstreamFaultKind.IdleTimeout => "timeout_idle",
        UpstreamFaultKind.TotalTimeout => "timeout_total",
        UpstreamFaultKind.Stopping => "stopping",
        UpstreamFaultKind.Reset => "reset",
        UpstreamFaultKind.Protocol => "protocol",
    };
}
