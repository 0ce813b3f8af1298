// Step 1: who is calling.
using Router.Callers;
using Router.Configuration;
using Router.Inference;

namespace Router.Relay;

/// <summary>Resolves the credential of a request of the caller surface; a credential stands in a header, never in a query.</summary>
internal sealed class CallerGate(CallerDirectory callers)
{
    /// <summary>The caller, or why there is none.</summary>
    internal RouterError? Identify(HttpRequest request, RouterSnapshot snapshot, out CallerIdentity? caller)
    {
        caller = null;
        if (CredentialReader.Read(request.Headers.Authorization, request.Headers["x-api-key"], out var token) is { } unreadable)
        {
            return unreadable;
        }

        var resolution = callers.Resolve(TokenHash.Of(token), snapshot);
        caller = resolution.Identity;
        return resolution.Error;
    }
}
