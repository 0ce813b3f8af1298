// A configured endpoint with a credential.
using System.Collections.Frozen;
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Configuration;

/// <summary>One entry of <c>providers</c>.</summary>
internal sealed record Provider
{
    internal required string Name { get; init; }

    /// <summary>Absolute address without a trailing slash; null when <see cref="Simulated"/>.</summary>
    internal required Uri? BaseAddress { get; init; }

    /// <summary>True for <c>base_url: simulator</c>: the built-in simulator, started by the router on a loopback port of its own.</summary>
    internal required bool Simulated { get; init; }

    /// <summary>The dialects it speaks; the caller's own is used when listed, else the first.</summary>
    internal required ImmutableArray<Dialect> Dialects { get; init; }

    /// <summary>True when it speaks one of <paramref name="dialects"/>.</summary>
    internal bool Speaks(ImmutableArray<Dialect> dialects)
    {
        foreach (var dialect in dialects)
        {
            if (Dialects.Contains(dialect))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Paths where the vendor differs from <see cref="DialectNames.DefaultPath"/>.</summary>
    internal required FrozenDictionary<Dialect, string> Paths { get; init; }

    internal required Secret ApiKey { get; init; }

    internal required AuthScheme Auth { get; init; }

    /// <summary>Fixed headers added to each request.</summary>
    internal required ImmutableArray<KeyValuePair<string, string>> Headers { get; init; }

    internal required Uri? Proxy { get; init; }

    internal required UpstreamTls Tls { get; init; }

    /// <summary>True: loopback, private and link-local addresses may be connected to.</summary>
    internal required bool Private { get; init; }

    internal required string Region { get; init; }

    /// <summary><c>byok</c> or <c>pass_through</c>; a label.</summary>
    internal required string Billing { get; init; }

    internal required UpstreamTimeouts Timeouts { get; init; }

    internal required FrozenDictionary<string, Model> Models { get; init; }

    /// <summary>
    /// Names everything that a connection depends on; two providers with equal keys can share connections, so a reload that does
    /// not touch them keeps them open.
    /// </summary>
    internal required string ConnectionKey { get; init; }
}
