// Decides what an answer says, from the request alone.
using Router.Inference;

namespace Router.Simulator;

internal static class ScriptAuthor
{
    /// <param name="request">What was asked.</param>
    /// <param name="fault">What is to go wrong with the content; faults of transport change nothing here.</param>
    /// <param name="seed">See <see cref="Script.Seed"/>.</param>
    /// <param name="created">Unix seconds.</param>
    internal static Script Write(SimulatedRequest request, FaultKind fault, string seed, long created)
    {
        var parts = new List<ScriptPart>();
        if (request.Reasoning)
        {
            parts.Add(Reasoning(request, seed));
        }

        var end = ScriptEnd.Stop;
        string? stop = null;
        var calls = fault is FaultKind.None or FaultKind.NoUsage || IsTransport(fault) ? ToolScript.Calls(request, seed) : [];
        if (fault == FaultKind.Refusal)
        {
            parts.Add(new ScriptPart.Refusal(TextScript.Refusal));
            end = ScriptEnd.Refusal;
        }
        else if (calls.Count > 0)
        {
            parts.AddRange(calls);
            end = ScriptEnd.ToolCalls;
        }
        else
        {
            var text = fault == FaultKind.Big ? TextScript.Big() : TextScript.Answer(request);
            stop = fault == FaultKind.Big ? null : CutAtStop(request, ref text);
            end = stop is null ? ScriptEnd.Stop : ScriptEnd.StopSequence;
            if (fault is FaultKind.Filter or FaultKind.Length)
            {
                text = TextPieces.Fit(text, TokenEstimate.Text(text) / 2);
                end = fault == FaultKind.Filter ? ScriptEnd.Filter : ScriptEnd.Length;
            }

            parts.Add(new ScriptPart.Text(text));
        }

        if (fault is not (FaultKind.Big or FaultKind.Endless) && request.MaxOutputTokens is { } limit && Limit(parts, limit))
        {
            end = ScriptEnd.Length;
        }

        return new Script
        {
            Request = request,
            Seed = seed,
            Created = created,
            Parts = parts,
            End = end,
            StopSequence = end == ScriptEnd.StopSequence ? stop : null,
            Usage = fault == FaultKind.NoUsage ? default : Usage(request, parts),
            PieceLength = fault == FaultKind.Big ? 1024 : TextPieces.WordPiece,
            Endless = fault == FaultKind.Endless,
        };
    }

    /// <summary>Faults that leave the content of the answer as it is.</summary>
    private static bool IsTransport(FaultKind fault) => fault is
        FaultKind.Slow or FaultKind.Silent or FaultKind.Cut or FaultKind.CutFirst or FaultKind.Stall or FaultKind.Drip
        or FaultKind.ErrorFirst or FaultKind.ErrorMidstream;

    private static ScriptPart.Reasoning Reasoning(SimulatedRequest request, string seed)
    {
        var text = TextScript.Reasoning(request);
        var shown = request.ShowReasoning ? text : "";
        return new ScriptPart.Reasoning(
            text, shown, ReasoningSeal.Sign(shown, seed), request.EncryptedReasoning ? ReasoningSeal.Sign("", seed) : null);
    }

    private static string? CutAtStop(SimulatedRequest request, ref string text)
    {
        string? stop = null;
        var first = text.Length;
        foreach (var sequence in request.StopSequences)
        {
            var at = text.IndexOf(sequence, StringComparison.Ordinal);
            if (at >= 0 && at < first)
            {
                (stop, first) = (sequence, at);
            }
        }

        text = text[..first];
        return stop;
    }

    /// <summary>Cuts the parts to <paramref name="limit"/> tokens; a call that does not fit whole is left out. True when anything was cut.</summary>
    private static bool Limit(List<ScriptPart> parts, int limit)
    {
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index].Tokens <= limit)
            {
                limit -= parts[index].Tokens;
                continue;
            }

            parts.RemoveRange(index + 1, parts.Count - index - 1);
            switch (parts[index])
            {
                case ScriptPart.Text text when limit > 0:
                    parts[index] = new ScriptPart.Text(TextPieces.Fit(text.Value, limit));
                    break;
                case ScriptPart.Refusal refusal when limit > 0:
                    parts[index] = new ScriptPart.Refusal(TextPieces.Fit(refusal.Value, limit));
                    break;
                default:
                    parts.RemoveAt(index);
                    break;
            }

            return true;
        }

        return false;
    }

    private static TokenUsage Usage(SimulatedRequest request, List<ScriptPart> parts)
    {
        long input = request.InputTokens;
        var read = request.Cached ? input / 2 : 0;
        var written = request.Cached && request.Dialect == Dialect.AnthropicMessages ? input / 4 : 0;
        var isLong = request.Conversation.LongCache;
        return new TokenUsage(
            Input: input - read - written,
            CacheRead: read,
            CacheWrite: isLong ? 0 : written,
            CacheWrite1h: isLong ? written : 0,
            Output: parts.Sum(part => (long)part.Tokens) * request.Choices,
            Reasoning: parts.OfType<ScriptPart.Reasoning>().Sum(part => (long)part.Tokens) * request.Choices);
    }
}
