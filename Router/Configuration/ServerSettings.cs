// Listeners and bounds of the process.
namespace Router.Configuration;

/// <summary><c>server</c> of the configuration. Paths are absolute here.</summary>
internal sealed record ServerSettings
{
    internal required Uri Listen { get; init; }

    internal required Uri AdminListen { get; init; }

    /// <summary>PEM certificate chain and key for https listeners, or null.</summary>
    internal TlsFiles? Tls { get; init; }

    internal required string DataDirectory { get; init; }

    /// <summary>The most a request body may have, before and after decoding; bytes.</summary>
    internal required long MaxRequestBytes { get; init; }

    /// <summary>The most memory that the bodies of all requests take at once; bytes.</summary>
    internal required long MaxBufferedBytes { get; init; }

    /// <summary>True: answers carry the group's name instead of the upstream's model (<c>model_identity: group</c>).</summary>
    internal required bool GroupIdentity { get; init; }

    /// <summary>How long running requests may finish after a stop was asked for.</summary>
    internal required TimeSpan Drain { get; init; }
}
