// A configuration for tests of callers: two groups, and the callers that a test writes in.
using System.Collections.Frozen;
using Router.Configuration;

namespace Router.Tests.Callers;

internal static class SampleSnapshot
{
    /// <summary>Groups <c>default</c> (alias <c>gpt-5</c>) and <c>coding</c>.</summary>
    internal static RouterSnapshot With(StaticCaller[]? callers = null, StaticAdmin[]? admins = null)
    {
        ModelGroup[] groups = [Group("default", "gpt-5"), Group("coding")];
        var byName = groups.SelectMany(group => group.Aliases.Add(group.Name).Select(name => (name, group)));
        return new RouterSnapshot
        {
            Revision = 1,
            Server = new ServerSettings
            {
                Listen = new Uri("http://127.0.0.1:0"),
                AdminListen = new Uri("http://127.0.0.1:0"),
                DataDirectory = "data",
                MaxRequestBytes = 1,
                MaxBufferedBytes = 1 << 20,
                GroupIdentity = false,
                Drain = TimeSpan.Zero,
            },
            License = new LicenseSettings("", [], "development", "local", Secret.None, "", "", ""),
            Ledger = new LedgerSettings("ledger.db", false, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
            Providers = FrozenDictionary<string, Provider>.Empty,
            Groups = [.. groups],
            GroupsByName = byName.ToFrozenDictionary(pair => pair.name, pair => pair.group),
            Callers = (callers ?? []).ToFrozenDictionary(caller => caller.TokenHash),
            Admin = new AdminSettings([.. admins ?? []]),
        };
    }

    private static ModelGroup Group(string name, params string[] aliases) => new()
    {
        Name = name,
        Aliases = [.. aliases],
        Strategy = RoutingStrategy.Failover,
        Targets = [],
        Retry = RetryPolicy.Default,
    };
}
