// Puts the results of tools right behind the calls that they answer.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// Chat and Messages want every result of an assistant's turn before anything else is said, and refuse the request otherwise; Responses takes
/// a message between a call and its output, as agents write that show a picture or are interrupted.
/// </summary>
internal static class ResultOrder
{
    /// <summary>The conversation with each result moved up behind the turn of its call; a result of no call before it stays where it is.</summary>
    internal static IEnumerable<Turn> BehindCalls(ImmutableArray<Turn> turns)
    {
        var arranged = new List<(Turn Turn, List<TurnPart>? Results)>(turns.Length);
        var resultsOf = new Dictionary<string, List<TurnPart>>(StringComparer.Ordinal);
        List<TurnPart>? open = null;
        foreach (var turn in turns)
        {
            if (turn.Role == TurnRole.Assistant)
            {
                arranged.Add((turn, null));
                foreach (var call in turn.Parts.OfType<TurnPart.ToolCall>())
                {
                    resultsOf[call.Id] = open ??= [];
                }

                continue;
            }

            if (open is not null)
            {
                arranged.Add((turn, open));
                open = null;
            }

            var rest = turn.Parts.RemoveAll(part => part is TurnPart.ToolResult result && resultsOf.ContainsKey(result.CallId));
            foreach (var result in turn.Parts.OfType<TurnPart.ToolResult>())
            {
                resultsOf.GetValueOrDefault(result.CallId)?.Add(result);
            }

            if (rest.Length > 0 || turn.Parts.IsEmpty)
            {
                arranged.Add((turn with { Parts = rest }, null));
            }
        }

        return arranged.Where(entry => entry.Results is not { Count: 0 })
            .Select(entry => entry.Results is { } results ? new Turn(TurnRole.User, [.. results]) : entry.Turn);
    }
}
