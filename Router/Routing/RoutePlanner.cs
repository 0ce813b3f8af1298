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
    /// <param name="foreign">Knows the targets that speak other dialects; none of them is eligible when null.</param>
    internal static RoutePlan Plan(ModelGroup group, in RouteNeeds asked, Func<double> dice, IForeignTargets? foreign = null)
    {
        var considered = ImmutableArray.CreateBuilder<ConsideredTarget>(group.Targets.Length);
        var eligible = ImmutableArray.CreateBuilder<Target>(group.Targets.Length);
        foreach (var target in group.Targets)
        {
            var reason = ReasonAgainst(target, asked, foreign);
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
            RoutingStrategy.Static or RoutingStrategy.Failover => eligible.DrainToImmutable(),
            RoutingStrategy.Weighted => ByWeight(eligible, dice),
        };
        return new RoutePlan(group, order, considered.MoveToImmutable());
    }

    private static string? ReasonAgainst(Target target, in RouteNeeds asked, IForeignTargets? foreign)
    {
        if (!asked.Allows(target))
        {
            return "tie: what the request refers to is kept by another target";
        }

        var missing = asked.Capabilities & ~target.Model.Capabilities;
        if (missing != ModelCapabilities.None)
        {
            return "capability: " + string.Join(", ", CapabilityNames.Of(missing));
        }

        return target.Provider.Speaks(asked.Dialects) ? null
            : foreign is null ? $"dialect: speaks {string.Join(", ", target.Provider.Dialects.Select(d => d.Name()))}"
            : foreign.ReasonAgainst(target);
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
