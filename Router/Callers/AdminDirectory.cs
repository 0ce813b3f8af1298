// Finds who holds an admin token.
using System.Runtime.CompilerServices;
using Router.Configuration;

namespace Router.Callers;

/// <summary>Administrators of the configuration file and of the ledger, by the hash of their token.</summary>
internal sealed class AdminDirectory(LiveTokens tokens, TimeProvider time)
{
    private readonly ConditionalWeakTable<StaticAdmin, AdminIdentity> _ofFile = [];

    /// <summary>The administrator, or null when the token is unknown, expired or ended.</summary>
    internal AdminIdentity? Resolve(TokenHash hash, RouterSnapshot snapshot)
    {
        StaticAdmin? written = null;
        foreach (StaticAdmin admin in snapshot.Admin.Tokens)
        {
            if (admin.TokenHash == hash)
            {
                written = admin;
            }
        }

        if (written is not null)
        {
            return _ofFile.GetValue(written, static it => new AdminIdentity(it.Id, it.Roles, it.Scope));
        }

        return tokens.Current.Admins.TryGetValue(hash, out KnownToken<AdminIdentity>? known)
            && time.GetUtcNow().ToUnixTimeMilliseconds() < known.ValidUntil
                ? known.Holder
                : null;
    }
}
