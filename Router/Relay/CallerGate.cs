// Step 1: who is calling.
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Primitives;
using Router.Callers;
using Router.Configuration;
using Router.Inference;

namespace Router.Relay;

/// <summary>Resolves the credential of a request of the caller surface; a credential stands in a header, never in a query.</summary>
internal sealed class CallerGate(CallerDirectory callers)
{
    private static readonly object HashKey = new();

    private static readonly RouterError Several = new(
        ErrorCode.AmbiguousCredentials, "The same header holds different tokens. Send one of them.");

    /// <summary>Null and the caller, or why there is none.</summary>
    internal RouterError? Identify(HttpRequest request, RouterSnapshot snapshot, out CallerIdentity? caller)
    {
        caller = null;
        if (!TryTakeOne(request.Headers.Authorization, out var authorization) || !TryTakeOne(request.Headers["x-api-key"], out var apiKey))
        {
            return Several;
        }

        var token = CredentialReader.Read(authorization, apiKey, out var unreadable);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var hash = authorization is null || apiKey is not null ? TokenHash.Of(token) : HashOf(request, authorization, token);
        var resolution = callers.Resolve(hash, snapshot);
        caller = resolution.Caller;
        return resolution.Refusal is not { } refusal ? null
            : refusal == ErrorCode.InvalidToken ? CredentialReader.Explain(token)
            : new RouterError(refusal, "This token is not good any more; ask the router's operator for another.");
    }

    /// <summary>The value of a header, which may stand there several times when it is the same each time.</summary>
    private static bool TryTakeOne(StringValues header, out string? value)
    {
        value = header.Count == 0 ? null : header[0];
        for (var i = 1; i < header.Count; i++)
        {
            if (!string.Equals(header[i], value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The token's hash, worked out once for all the requests of a connection that carry the same header: the server then gives the same
    /// string again, and keeps it no longer than the connection, as this does. Streams of HTTP/2 share a connection at the same time, so they go without.
    /// </summary>
    private static TokenHash HashOf(HttpRequest request, string authorization, ReadOnlySpan<char> token)
    {
        if (!HttpProtocol.IsHttp11(request.Protocol) || request.HttpContext.Features.Get<IConnectionItemsFeature>()?.Items is not { } items)
        {
            return TokenHash.Of(token);
        }

        if (items.TryGetValue(HashKey, out var item) && item is HashedHeader known && ReferenceEquals(known.Header, authorization))
        {
            return known.Hash;
        }

        var hash = TokenHash.Of(token);
        items[HashKey] = new HashedHeader(authorization, hash);
        return hash;
    }

    /// <summary>No record, whose text would tell the token.</summary>
    private sealed class HashedHeader(string header, TokenHash hash)
    {
        internal string Header { get; } = header;

        internal TokenHash Hash { get; } = hash;
    }
}
