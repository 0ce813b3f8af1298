// Finds who holds a caller token.
using System.Runtime.CompilerServices;
using Router.Configuration;
using Router.Inference;

namespace Router.Callers;

/// <summary>Callers of the configuration file and of the ledger, by the hash of their token. Finding one allocates nothing.</summary>
internal sealed class CallerDirectory(LiveTokens tokens, TimeProvider time)
{
    // Identities of the file's callers, made at their first request and gone with their configuration.
    private readonly ConditionalWeakTable<StaticCaller, CallerIdentity> _ofFile = [];

    /// <summary>The caller, or why the token is refused. A token that the file and the ledger both know is the file's.</summary>
    internal CallerResolution Resolve(TokenHash hash, RouterSnapshot snapshot)
    {
        if (snapshot.Callers.TryGetValue(hash, out StaticCaller? written))
        {
            CallerIdentity caller = _ofFile.GetValue(
                written, static it => new CallerIdentity(it.Id, it.User, it.Project, it.Environment, it.Id, it.Allow));
            return new CallerResolution(caller, null, caller.TokenId);
        }

        if (!tokens.Current.Callers.TryGetValue(hash, out KnownToken<CallerIdentity>? known))
        {
            return new CallerResolution(null, ErrorCode.InvalidToken, null);
        }

        return time.GetUtcNow().ToUnixTimeMilliseconds() < known.ValidUntil
            ? new CallerResolution(known.Holder, null, known.TokenId)
            : new CallerResolution(null, known.Afterwards, known.TokenId);
    }
}
