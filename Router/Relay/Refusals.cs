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

    /// <summary>What is lost where a capability is missing; its path is the member that asked for it.</summary>
    private static readonly (ModelCapabilities Capability, LossRule Rule)[] Lost =
    [
        (ModelCapabilities.Tools, LossRule.Tools),
        (ModelCapabilities.ParallelTools, LossRule.ParallelCalls),
        (ModelCapabilities.Images, LossRule.ImageInline),
        (ModelCapabilities.Documents, LossRule.DocumentInline),
        (ModelCapabilities.StructuredOutputs, LossRule.JsonSchema),
        (ModelCapabilities.Reasoning, LossRule.Effort),
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
        var usable = plan.Usable;
        var able = usable.Where(target => target.Provider.Speaks(needs.Dialects)
            || TargetDialect.Of(target.Provider, exchange.Dialect, exchange.Adapter.Operation) is not null).ToList();
        if (able.Count == 0 && tie.Refused.Count == 0)
        {
            return new RouterError(
                ErrorCode.UnsupportedParameter,
                $"No target of model '{plan.Group.Name}' offers this operation (the targets speak {Spoken(usable)}).")
            {
                Param = "model",
            };
        }

        var home = able.Where(needs.Allows).ToList();
        if (home.Count == 0 && tie.Refused.Count == 0)
        {
            tie = tie.Lost(exchange.Head!.ForeignIds);
        }

        var missing = home.Select(target => MissingAt(exchange, target, needs)).DefaultIfEmpty([]).MinBy(fields => fields.Count)!;
        if (missing.Count == 0 && tie.Refused.Count == 0 && exchange.Untranslatable is { } unreadable)
        {
            return unreadable;
        }

        // A stored id may be refused for whose it is and for what it is, and only the former knows its place.
        var placed = FieldsOf(exchange, tie.Refused);
        var known = placed.Select(JsonPath.WithoutIndices).ToHashSet(StringComparer.Ordinal);
        List<string> fields = [.. placed.Concat(missing.Where(field => !known.Contains(field))).Distinct(StringComparer.Ordinal)];
        var named = string.Join(", ", fields.Select(f => $"'{f}'"));
        var reason = tie.Reason is null ? "" : " " + tie.Reason;
        var spoken = usable.All(target => target.Provider.Speaks(needs.Dialects)) ? "" : $" (the targets speak {Spoken(usable)})";
        return new RouterError(
            ErrorCode.UnsupportedParameter,
            $"{named} cannot be carried out by any target of model '{plan.Group.Name}'{spoken}.{reason}")
        {
            Param = fields.FirstOrDefault(),
            MessagesDetail = fields.Contains("thread") ? "thread_unsupported_request"
                : fields.Contains("thread.previous_message_id") ? "thread_not_found"
                : null,
        };
    }

    /// <summary>What a target lacks: capabilities, and what the translation into its dialect refuses.</summary>
    private static List<string> MissingAt(Exchange exchange, Target target, RouteNeeds needs)
    {
        var lacking = needs.Capabilities & ~target.Model.Capabilities;
        var fields = Lost.Where(lost => lacking.HasFlag(lost.Capability))
            .Select(lost => LossPolicy.Lose(lost.Rule, exchange.Dialect, exchange.Dialect).Path).ToList();
        if (!target.Provider.Speaks(needs.Dialects) && exchange.ReasonAgainst(target) is not null && exchange.TranslatedFor(target) is { } translated)
        {
            // Two members that cannot stand together are two fields.
            fields.AddRange(translated.Losses.Paths(Fate.Refused).SelectMany(path => path.Split(" with ")));
        }

        return fields;
    }

    private static string Spoken(IEnumerable<Target> targets) => string.Join(", ", targets
        .SelectMany(target => target.Provider.Dialects).Distinct().Order().Select(dialect => dialect switch
        {
            Dialect.OpenAIChat => "Chat Completions",
            Dialect.OpenAIResponses => "Responses",
            Dialect.AnthropicMessages => "Messages",
        }));

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
