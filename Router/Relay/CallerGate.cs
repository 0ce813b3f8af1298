// Step 1: who is calling.
using Router.Callers;
using Router.Configuration;
using Router.Inference;

namespace Router.Relay;

/// <summary>Resolves the credential of a request of the caller surface; a credential stands in a header, never in a query.</summary>
internal sealed class CallerGate(CallerDirectory callers)
{
    /// <summary>Null and the caller, or why there is none.</summary>
    internal RouterError? Identify(HttpRequest request, RouterSnapshot snapshot, out CallerIdentity? caller)
    {
        caller = null;
        var token = CredentialReader.Read(request.Headers.Authorization, request.Headers["x-api-key"], out var unreadable);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var resolution = callers.Resolve(TokenHash.Of(token), snapshot);
        caller = resolution.Caller;
        return resolution.Refusal is not { } refusal ? null
            : refusal == ErrorCode.InvalidToken ? CredentialReader.Explain(token)
            : new RouterError(refusal, "This token is not good any more; ask the router's operator for another.");
    }
}
