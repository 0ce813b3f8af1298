// The keys of a group.
using System.Collections.Frozen;

namespace Router.Configuration;

/// <summary>The name callers use, and what may serve it.</summary>
internal static class GroupTable
{
    private static readonly RoutingStrategy[] Strategies = Enum.GetValues<RoutingStrategy>();

    private static readonly Setting ProviderName = new("provider", "Name of a provider.", Values.Text(1, 64), Required: true);
    private static readonly Setting ModelName = new("model", "Name of a model of that provider.", Values.Text(1, 64), Required: true);

    private static readonly Setting Weight = new(
        "weight", "Share of the requests with strategy weighted: 0 to 1000000; 0 serves as fallback only.", Values.Integer(0, 1_000_000), "1");

    private static readonly Setting SameTarget = new(
        "same_target", "Retries of one target before the next is tried: 0 to 5. A request makes at most 10 attempts: the retries give way, so that each target has one.", Values.Integer(0, 5), "1");

    private static readonly Setting Deadline = new(
        "deadline", "No new attempt begins after this long; 0 to 24h, 0 means no deadline.", DurationText.UpTo("24h"), "120s");

    private static readonly Setting Aliases = new(
        "aliases", "Further names that callers may use.", new ListShape(Values.Id(128)), "[]");

    private static readonly Setting Strategy = new(
        "strategy", "static: the first target only; failover: in order; weighted: a first target by weight, the others as fallbacks.",
        Values.Choice(Array.ConvertAll(Strategies, StrategyNames.Of), "dynamic", "external"), "failover");

    private static readonly Setting Targets = new(
        "targets", "What may serve the group, in order.", new ListShape(new SectionShape(ProviderName, ModelName, Weight), least: 1), Required: true);

    private static readonly Setting Retry = new(
        "retry", "How often the group tries again.", new SectionShape(SameTarget, Deadline), "{}");

    private static readonly Setting Contract = UnbuiltShape.Key("contract", "What a target must have shown to be used.");
    private static readonly Setting Pii = UnbuiltShape.Key("pii", "What is done about personal data.");
    private static readonly Setting External = UnbuiltShape.Key("external", "The decision service of strategy external.");

    internal static SectionShape Shape { get; } = new(Aliases, Strategy, Targets, Retry, Contract, Pii, External);

    internal static ModelGroup Read(SectionView group, FrozenDictionary<string, Provider> providers)
    {
        var retry = group.Section(Retry);
        var read = new ModelGroup
        {
            Name = group.Name,
            Aliases = [.. group.Values<string>(Aliases).Select(alias => alias.Value)],
            Strategy = Array.Find(Strategies, strategy => StrategyNames.Of(strategy) == group.Get<string>(Strategy)),
            Targets = [.. ReadTargets(group, providers)],
            Retry = new RetryPolicy((int)retry.Get<long>(SameTarget), retry.Get<TimeSpan>(Deadline)),
        };
        CheckWeights(group, read);
        CheckAttempts(group, read);
        return read;
    }

    /// <summary>The aliases with their places, for the rule that names are unique over all groups.</summary>
    internal static IEnumerable<ListedValue<string>> AliasesOf(SectionView group) => group.Values<string>(Aliases);

    private static IEnumerable<Target> ReadTargets(SectionView group, FrozenDictionary<string, Provider> providers)
    {
        foreach (var target in group.Items(Targets))
        {
            if (target.Find<string>(ProviderName) is not { } providerName || target.Find<string>(ModelName) is not { } modelName)
            {
                continue;
            }

            if (!providers.TryGetValue(providerName, out var provider))
            {
                target.Problem(ProviderName, Missing($"there is no provider '{ProblemList.Shown(providerName)}'", providerName, providers.Keys));
            }
            else if (!provider.Models.TryGetValue(modelName, out var model))
            {
                target.Problem(ModelName, Missing(
                    $"provider '{providerName}' has no model '{ProblemList.Shown(modelName)}'", modelName, provider.Models.Keys));
            }
            else
            {
                yield return new Target(provider, model, (int)target.Get<long>(Weight));
            }
        }
    }

    private static void CheckWeights(SectionView group, ModelGroup read)
    {
        if (read.Targets.IsEmpty)
        {
            return;
        }

        if (read.Strategy == RoutingStrategy.Weighted && read.Targets.All(target => target.Weight == 0))
        {
            group.Problem(Targets, "with strategy weighted at least one target needs a weight above 0");
        }
        else if (read.Strategy == RoutingStrategy.Static && read.Targets.Length > 1)
        {
            if (read.Targets[0].Weight == 0 && read.Targets.Any(target => target.Weight > 0))
            {
                group.Problem(Targets, "strategy static uses the first target only, but its weight is 0 and another's is not");
            }
            else
            {
                group.Warn(Targets, "strategy static uses the first target only; the others never serve");
            }
        }
    }

    private static void CheckAttempts(SectionView group, ModelGroup read)
    {
        var targets = read.Strategy == RoutingStrategy.Static ? 1 : group.Items(Targets).Count();
        if (targets > RetryPolicy.MaxAttempts)
        {
            group.Problem(Targets, $"{targets} targets, but a request makes at most {RetryPolicy.MaxAttempts} attempts: remove some");
        }
    }

    private static string Missing(string message, string name, IEnumerable<string> names) =>
        Spelling.Nearest(name, names) is { } near ? $"{message}; did you mean '{near}'?" : message;
}
