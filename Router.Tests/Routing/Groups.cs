// Short forms for groups and targets that no file describes.
using System.Collections.Frozen;
using System.Collections.Immutable;
using Router.Configuration;
using Router.Inference;

namespace Router.Tests.Routing;

internal static class Groups
{
    public static Provider ProviderOf(string name, params Dialect[] dialects) => new()
    {
        Name = name,
        BaseAddress = new Uri("http://127.0.0.1:1"),
        Simulated = false,
        Dialects = dialects.Length == 0 ? [Dialect.OpenAIChat] : [.. dialects],
        Paths = FrozenDictionary<Dialect, string>.Empty,
        ApiKey = Secret.None,
        Auth = AuthScheme.ByDialect,
        Headers = [],
        Proxy = null,
        Tls = UpstreamTls.None,
        Private = true,
        Region = "",
        Billing = "byok",
        Timeouts = UpstreamTimeouts.Default,
        Models = FrozenDictionary<string, Model>.Empty,
        ConnectionKey = name,
    };

    public static Target TargetOf(
        string name, int weight = 1, ModelCapabilities capabilities = ModelCapabilities.All, params Dialect[] dialects) =>
        new(ProviderOf(name, dialects), new Model("m", "up-m", 0, 0, capabilities, PriceList.Free), weight);

    public static ModelGroup GroupOf(RoutingStrategy strategy, params Target[] targets) => new()
    {
        Name = "g",
        Aliases = [],
        Strategy = strategy,
        Targets = [.. targets],
        Retry = RetryPolicy.Default,
    };

    public static IEnumerable<string> Names(ImmutableArray<Target> targets) => targets.Select(target => target.Provider.Name);
}
