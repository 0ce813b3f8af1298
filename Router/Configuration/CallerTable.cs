// The keys of an entry of `callers`.
using System.Collections.Frozen;

namespace Router.Configuration;

/// <summary>Callers of the file; tokens made with `router token issue` live in the ledger instead.</summary>
internal static class CallerTable
{
    internal static readonly Setting Id = new("id", "Name of the caller.", Values.Id(), Required: true);

    internal static readonly Setting TokenSha256 = new(
        "token_sha256", "SHA-256 of the whole token text, 64 lower-case hex digits.", Values.Hash, Required: true);

    private static readonly Setting User = new("user", "The user the caller acts for; the id when not set.", Values.Id());
    private static readonly Setting Project = new("project", "The project that is charged.", Values.Id(), "default");
    private static readonly Setting Environment = new("environment", "The environment of the caller.", Values.Id(), "default");

    private static readonly Setting Allow = new(
        "allow", "Groups the caller may use, or \"*\" alone for all.", new ListShape(Values.Text(1, 128)), "[]");

    internal static SectionShape Shape { get; } = new(Id, User, Project, Environment, TokenSha256, Allow);

    /// <summary>Null when the entry has no id or no hash (reported already).</summary>
    internal static StaticCaller? Read(SectionView caller, FrozenDictionary<string, ModelGroup> groups)
    {
        var allow = caller.Values<string>(Allow).ToList();
        foreach (var (name, line, path) in allow)
        {
            if (name == "*")
            {
                if (allow.Count > 1)
                {
                    caller.Context.Problems.Add(line, path, "'*' stands alone; remove the other groups or the '*'");
                }
            }
            else if (!groups.TryGetValue(name, out var group))
            {
                var near = Spelling.Nearest(name, groups.Keys);
                var message = $"there is no group '{ProblemList.Shown(name)}'";
                caller.Context.Problems.Add(line, path, near is null ? message : $"{message}; did you mean '{near}'?");
            }
            else if (group.Name != name)
            {
                caller.Context.Problems.Add(line, path, $"'{name}' is an alias; name its group '{group.Name}'");
            }
        }

        if (allow.Count == 0)
        {
            caller.Warn(Allow, "this caller may use no group");
        }

        return caller.Find<string>(Id) is { } id && caller.Has(TokenSha256)
            ? new StaticCaller(
                id,
                caller.Find<string>(User) ?? id,
                caller.Get<string>(Project),
                caller.Get<string>(Environment),
                caller.Find<TokenHash>(TokenSha256),
                [.. allow.Select(entry => entry.Value)])
            : null;
    }
}
