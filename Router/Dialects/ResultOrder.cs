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
        // Each turn with the results that go before it: those of the calls behind which it stands.
        var arranged = new List<(List<TurnPart> Results, Turn? Turn)>(turns.Length);
        var resultsOf = new Dictionary<string, List<TurnPart>>(StringComparer.Ordinal);
        List<TurnPart> results = [];
        foreach (var turn in turns)
        {
            if (turn.Role == TurnRole.Assistant)
            {
                arranged.Add(([], turn));
                foreach (var call in turn.Parts.OfType<TurnPart.ToolCall>())
                {
                    resultsOf[call.Id] = results;
                }

                continue;
            }

            var rest = turn.Parts.RemoveAll(part => part is TurnPart.ToolResult result && resultsOf.ContainsKey(result.CallId));
            foreach (var result in turn.Parts.OfType<TurnPart.ToolResult>())
            {
                resultsOf.GetValueOrDefault(result.CallId)?.Add(result);
            }

            arranged.Add((results, rest.IsEmpty && !turn.Parts.IsEmpty ? null : turn with { Parts = rest }));
            results = [];
        }

        foreach (var (before, turn) in arranged)
        {
            if (before.Count > 0)
            {
                yield return new Turn(TurnRole.User, [.. before]);
            }

            if (turn is not null)
            {
                yield return turn;
            }
        }
    }
}
