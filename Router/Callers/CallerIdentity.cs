// Who is calling.
using System.Collections.Immutable;

namespace Router.Callers;

/// <summary>A caller whose token was accepted. The strings are those of the ledger's columns.</summary>
/// <param name="TokenId">Names the token without telling it: the caller's id for a token of the file, the minted id otherwise.</param>
/// <param name="Allow">Group names, or <c>*</c> alone.</param>
internal sealed record CallerIdentity(
    string CallerId, string UserId, string ProjectId, string Environment, string TokenId, ImmutableArray<string> Allow)
{
    /// <summary>May this caller use the group (by its own name, not an alias)?</summary>
    internal bool MayUse(string groupName)
    {
        foreach (var allowed in Allow)
        {
            if (allowed == "*" || string.Equals(allowed, groupName, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
