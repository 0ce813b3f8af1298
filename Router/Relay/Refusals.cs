// The refusals of the pipeline, in words.
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Routing;
using Router.Wire;

namespace Router.Relay;

/// <summary>Errors that need the plan or the attempts to be put into words.</summary>
internal static class Refusals
{
    private const int LongestName = 128;

    private static readonly (ModelCapabilities Capability, string Field)[] Fields =
    [
        (ModelCapabilities.Tools, "tools"),
        (ModelCapabilities.ParallelTools, "parallel_tool_calls"),
        (ModelCapabilities.Images, "image content"),
        (ModelCapabilities.Documents, "file content"),
        (ModelCapabilities.StructuredOutputs, "response_format"),
        (ModelCapabilities.Reasoning, "reasoning_effort"),
    ];

    /// <summary>An unknown group and a forbidden one answer alike.</summary>
    internal static RouterError UnknownModel(string asked)
    {
        var shown = asked.Length <= LongestName ? asked : asked[..LongestName] + "…";
        return new RouterError(ErrorCode.ModelNotFound, $"The model '{shown}' does not exist or you do not have access to it. GET /v1/models lists yours.")
        {
            Param = "model",
        };
    }

    /// <summary>No target of the group could ever serve the request as it was asked (mapping section 8).</summary>
    internal static RouterError NoTarget(Exchange exchange, RoutePlan plan, RouteNeeds needs, StoredIdTie tie)
    {
        var usable = plan.Group.Strategy == RoutingStrategy.Static ? plan.Considered[..1] : plan.Considered;
        var able = usable.Select(c => c.Target).Where(target => target.Provider.Speaks(needs.Dialects)).ToList();
        if (able.Count == 0 && tie.Refused.Count == 0)
        {
            return new RouterError(
                ErrorCode.UnsupportedParameter,
                $"No target of model '{plan.Group.Name}' speaks {exchange.Dialect.Name()}, and this version does not translate between dialects.")
            {
                Param = "model",
            };
        }

        var home = able.Where(needs.Allows).ToList();
        if (home.Count == 0 && tie.Refused.Count == 0)
        {
            tie = tie.Lost(exchange.Head!.ForeignIds);
        }

        var best = home.Select(target => needs.Capabilities & ~target.Model.Capabilities).DefaultIfEmpty().MinBy(missing => int.PopCount((int)missing));
        List<string> fields = [.. FieldsOf(exchange, tie.Refused), .. Fields.Where(f => best.HasFlag(f.Capability)).Select(f => f.Field)];
        var named = string.Join(", ", fields.Select(f => $"'{f}'"));
        var reason = tie.Reason is null ? "" : " " + tie.Reason;
        return new RouterError(
            ErrorCode.UnsupportedParameter, $"{named} cannot be carried out by any target of model '{plan.Group.Name}'.{reason}")
        {
            Param = fields.FirstOrDefault(),
        };
    }

    private static string[] FieldsOf(Exchange exchange, IReadOnlyList<ForeignId> ids) =>
        JsonPath.Of(exchange.Body!.WrittenSpan, ids.Select(id => id.Offset).ToArray());

    /// <summary>The last failure, with what the earlier targets said where callers may know targets.</summary>
    internal static RouterError AllFailed(Exchange exchange, AttemptFailure last)
    {
        if (exchange.Attempts.Count < 2)
        {
            return last.Error;
        }

        var tried = exchange.Attempts.Select((a, i) =>
            exchange.Snapshot.Server.GroupIdentity ? $"attempt {i + 1}: {a.ErrorClass}" : $"{a.Provider}/{a.Model}: {a.ErrorClass}");
        return last.Error with { Detail = $"{last.Error.Detail} All attempts failed ({string.Join("; ", tried)})." };
    }
}
