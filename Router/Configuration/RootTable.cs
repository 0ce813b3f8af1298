// The top level of the configuration, and the rules between its sections.
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary>
/// Every key of <c>router.yaml</c> stands once, in this tree of tables: the loader, <c>router config schema</c> and the reading
/// into the snapshot use the same declarations.
/// </summary>
internal static class RootTable
{
    private static readonly Setting Server = new("server", "Listeners and bounds of the process.", ServerTable.Shape, "{}");
    private static readonly Setting License = new("license", "The signed licence, and what it is bound to.", LicenseTable.Shape, "{}");
    private static readonly Setting Ledger = new("ledger", "The record of what was used and what it cost.", LedgerTable.Shape, "{}");

    private static readonly Setting Providers = new(
        "providers", "Endpoints with a credential, by name.", new MapShape(Values.Id(), ProviderTable.Shape), "{}");

    private static readonly Setting Groups = new(
        "groups", "The names callers put in model, and what may serve them.", new MapShape(Values.Id(128), GroupTable.Shape), "{}");

    private static readonly Setting Callers = new("callers", "Callers with a token of the file.", new ListShape(CallerTable.Shape), "[]");
    private static readonly Setting Limits = new("limits", "Rates and budgets. Not available in this version.", LimitTable.Shape, "{}");
    private static readonly Setting Admin = new("admin", "Who may use the admin listener.", AdminTable.Shape, "{}");

    internal static SectionShape Shape { get; } = new(Server, License, Ledger, Providers, Groups, Callers, Limits, Admin);

    /// <summary>The keys that cannot change while the router runs, with what they are in a snapshot.</summary>
    internal static ImmutableArray<(string Path, Func<RouterSnapshot, object?> Value)> NeedRestart { get; } =
    [
        ($"{Server.Name}.{ServerTable.Listen.Name}", snapshot => snapshot.Server.Listen),
        ($"{Server.Name}.{ServerTable.AdminListen.Name}", snapshot => snapshot.Server.AdminListen),
        ($"{Server.Name}.{ServerTable.Tls.Name}", snapshot => snapshot.Server.Tls),
        ($"{Server.Name}.{ServerTable.DataDirectory.Name}", snapshot => snapshot.Server.DataDirectory),
        ($"{License.Name}.{LicenseTable.TrustedKeys.Name}", snapshot => string.Join('\n', snapshot.License.TrustedKeys)),
        ($"{License.Name}.{LicenseTable.LeasePath.Name}", snapshot => snapshot.License.LeasePath),
        ($"{Ledger.Name}.{LedgerTable.Location.Name}", snapshot => snapshot.Ledger.Path),
        ($"{Ledger.Name}.{LedgerTable.Durability.Name}", snapshot => snapshot.Ledger.SurvivePowerCut),
    ];

    /// <summary>Checks the file and reads it; whether the result may be used, the context's problems say.</summary>
    internal static RouterSnapshot Read(ConfigNode.Mapping file, LoadContext context)
    {
        Shape.Check(file, "", context);
        var root = new SectionView(file, 1, "", context);
        var server = ServerTable.Read(root.Section(Server));
        var providers = root.Sections(Providers).ToFrozenDictionary(
            provider => provider.Name, ProviderTable.Read, StringComparer.Ordinal);
        var groups = root.Sections(Groups)
            .Select(group => GroupTable.Read(group, providers)).ToImmutableArray();
        var groupsByName = ByName(root, groups);
        if (groups.IsEmpty)
        {
            root.Warn(Groups, "no groups: there is nothing to call");
        }

        var hashes = new UniqueNames(context.Problems, "token hash");
        var callers = ReadCallers(root, groupsByName, hashes);
        return new RouterSnapshot
        {
            Revision = 0,
            Server = server,
            License = LicenseTable.Read(root.Section(License), server.DataDirectory),
            Ledger = LedgerTable.Read(root.Section(Ledger), server.DataDirectory),
            Providers = providers,
            Groups = groups,
            GroupsByName = groupsByName,
            Callers = callers.ToFrozenDictionary(caller => caller.TokenHash),
            CallerIds = [.. callers.Select(caller => caller.Id)],
            Admin = AdminTable.Read(root.Section(Admin), hashes),
        };
    }

    private static FrozenDictionary<string, ModelGroup> ByName(SectionView root, ImmutableArray<ModelGroup> groups)
    {
        var names = new UniqueNames(root.Context.Problems, "group name or alias");
        var found = new Dictionary<string, ModelGroup>(StringComparer.Ordinal);
        var views = root.Sections(Groups).ToList();
        for (var i = 0; i < views.Count; i++)
        {
            names.Add(views[i].Name, views[i].Line, views[i].Path);
            found[views[i].Name] = groups[i];
        }

        for (var i = 0; i < views.Count; i++)
        {
            foreach (var (alias, line, path) in GroupTable.AliasesOf(views[i]))
            {
                if (names.Add(alias, line, path))
                {
                    found[alias] = groups[i];
                }
            }
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static List<StaticCaller> ReadCallers(
        SectionView root, FrozenDictionary<string, ModelGroup> groups, UniqueNames hashes)
    {
        var ids = new UniqueNames(root.Context.Problems, "caller id");
        var callers = new List<StaticCaller>();
        foreach (var view in root.Items(Callers))
        {
            if (CallerTable.Read(view, groups) is not { } caller)
            {
                continue;
            }

            ids.Add(caller.Id, view.LineOf(CallerTable.Id), view.PathOf(CallerTable.Id));
            var line = view.LineOf(CallerTable.TokenSha256);
            if (caller.TokenHash != default && hashes.Add(caller.TokenHash.ToString(), line, view.PathOf(CallerTable.TokenSha256)))
            {
                callers.Add(caller);
            }
        }

        return callers;
    }
}
