// Turns a group into the order in which its targets are tried.
using System.Collections.Immutable;
using Router.Configuration;
using Router.Inference;

namespace Router.Routing;

/// <summary>
/// Orders the targets of a group for one request and says for every target left out why. Pure but for the dice of <c>weighted</c>,
/// which are handed in.
/// </summary>
internal static class RoutePlanner
{
    /// <summary>The plan for one request.</summary>
    /// <param name="asked">What the request needs of a model, and the dialect it is in.</param>
    /// <param name="dice">A number in [0, 1); used by <c>weighted</c> alone.</param>
    internal static RoutePlan Plan(ModelGroup group, in RouteNeeds asked, Func<double> dice)
    {
        var considered = ImmutableArray.CreateBuilder<ConsideredTarget>(group.Targets.Length);
        var eligible = ImmutableArray.CreateBuilder<Target>(group.Targets.Length);
        foreach (var target in group.Targets)
        {
            var reason = ReasonAgainst(target, asked);
            if (reason is null && group.Strategy == RoutingStrategy.Static && considered.Count > 0)
            {
                reason = "strategy: static uses the first target only";
            }

            considered.Add(new ConsideredTarget(target, reason));
            if (reason is null)
            {
                eligible.Add(target);
            }
        }

        var order = group.Strategy switch
        {
            RoutingStrategy.Static or RoutingStrategy.Failover => eligible.ToImmutable(),
            RoutingStrategy.Weighted => ByWeight(eligible, dice),
        };
        return new RoutePlan(group, order, considered.ToImmutable());
    }

    private static string? ReasonAgainst(Target target, in RouteNeeds asked)
    {
        if (!target.Provider.Speaks(asked.Dialects))
        {
            return $"dialect: speaks {string.Join(", ", target.Provider.Dialects.Select(d => d.Name()))}";
        }

        if (!asked.Allows(target))
        {
            return "tie: what the request refers to is kept by another target";
        }

        var missing = asked.Capabilities & ~target.Model.Capabilities;
        return missing == ModelCapabilities.None ? null : "capability: " + string.Join(", ", CapabilityNames.Of(missing));
    }

    /// <summary>A first target by weight, then the next among those left: every fallback is a draw by weight too, those of weight 0 last.</summary>
    private static ImmutableArray<Target> ByWeight(ImmutableArray<Target>.Builder eligible, Func<double> dice)
    {
        var order = ImmutableArray.CreateBuilder<Target>(eligible.Count);
        while (eligible.Count > 0)
        {
            var index = Draw(eligible, dice);
            order.Add(eligible[index]);
            eligible.RemoveAt(index);
        }

        return order.MoveToImmutable();
    }

    private static int Draw(ImmutableArray<Target>.Builder among, Func<double> dice)
    {
        long sum = 0;
        foreach (var target in among)
        {
            sum += target.Weight;
        }

        if (sum == 0)
        {
            return 0;
        }

        var point = (long)(dice() * sum);
        for (var i = 0; i < among.Count; i++)
        {
            point -= among[i].Weight;
            if (point < 0)
            {
                return i;
            }
        }

        return among.Count - 1;
    }
}
