// Holds what a request may use of the quotas in force.
using Router.Configuration;
using Router.Inference;
using Router.Quotas;
using Router.Routing;

namespace Router.Relay;

/// <summary>Nothing here waits for a database. With no quota in force a request costs one look at the set.</summary>
internal sealed class QuotaGate(QuotasInForce source, QuotaBook book)
{
    /// <summary>Holds the request and the bound of its first attempt; the refusal when a limit stands in the way.</summary>
    internal RouterError? Enter(Exchange exchange, RoutePlan plan)
    {
        var set = source.Current;
        if (set.IsEmpty || plan.Order.IsEmpty)
        {
            return null;
        }

        var bound = TokenBound.Of(exchange, plan.Order[0]).Total;
        exchange.Hold = book.TryHold(set, bound, exchange.StartedAt, out var refusal);
        exchange.HeldForAttempt = bound;
        return refusal is null ? null : Refused(refusal);
    }

    /// <summary>
    /// Holds a further attempt's own bound beside what is held; where the attempt before is known to have cost nothing, in its place. False
    /// when it does not fit: the attempt is not made.
    /// </summary>
    internal static bool AllowsAnother(Exchange exchange, Target target)
    {
        if (exchange.Hold is not { } hold)
        {
            return true;
        }

        var bound = TokenBound.Of(exchange, target).Total;
        var free = exchange.Attempts[^1].Usage.IsEmpty ? exchange.HeldForAttempt : 0;
        if (bound > free && !hold.TryAdd(bound - free))
        {
            return false;
        }

        exchange.HeldForAttempt = Math.Max(bound, free);
        return true;
    }

    private static RouterError Refused(QuotaRefusal refusal) => refusal.RetryAfter is { } seconds
        ? new RouterError(ErrorCode.LicenseVolumeExceeded, $"The licence's limit {refusal.Name} is reached for now.") { RetryAfter = TimeSpan.FromSeconds(seconds) }
        : new RouterError(ErrorCode.LicenseVolumeExceeded.WhenSpent(), $"The licence's limit {refusal.Name} is used up; tell your administrator.");
}
