// Which parts of the configuration a command needs, so that a mistake elsewhere does not stop it.
using System.Collections.Immutable;
using Router.Configuration;

namespace Router.Commands;

/// <summary>
/// Paths of keys and sections. A token must be revocable also where the variable of a provider's key is not set, as beside a service, or
/// while somebody edits the file.
/// </summary>
internal static class CommandNeeds
{
    /// <summary>Where the ledger is, and how it is written.</summary>
    internal static readonly ImmutableArray<string> Ledger = ["ledger.path", "ledger.driver", "ledger.durability", "server.data_dir"];

    /// <summary>The ledger, what a token may name, and the licence that limits how many callers there are.</summary>
    internal static readonly ImmutableArray<string> Issue = [.. Ledger, "groups", "callers", "license.path", "license.trusted_keys"];

    /// <summary>The ledger, and all that a licence is judged by: judged by defaults it would be told wrong.</summary>
    internal static readonly ImmutableArray<string> Report = [.. Ledger, "license", "server.listen", "server.admin_listen"];

    /// <summary>
    /// True when a problem is at what is needed, around it or below it, or is a key beside it that may be meant for it (<c>ledgr</c>): with
    /// the default in its place the command would work on another ledger.
    /// </summary>
    internal static bool Concern(ImmutableArray<string> needs, ConfigurationProblem problem) =>
        needs.Any(need => Concerns(need.Split('.'), problem.Path.Split('.')));

    private static bool Concerns(string[] need, string[] problem)
    {
        for (var i = 0; i < Math.Min(need.Length, problem.Length); i++)
        {
            // An item of a list is written behind its key.
            var key = problem[i].Split('[')[0];
            if (!string.Equals(key, need[i], StringComparison.Ordinal))
            {
                return i == problem.Length - 1 && Spelling.Nearest(key, [need[i]]) is not null;
            }
        }

        return true;
    }
}
