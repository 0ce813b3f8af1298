// Reads a whole Chat Completions answer.
using Router.Inference;

namespace Router.Dialects;

/// <summary>What is not an answer is found out here, before anything went to the caller.</summary>
internal static class ChatAnswerReader
{
    internal static AnswerFacts Read(ReadOnlySpan<byte> body)
    {
        var counts = new ChatUsageCounts();
        if (!ChatDocumentReader.TryRead(body, ref counts, out var document))
        {
            return Invalid("the body is not one whole JSON object", null);
        }

        if (document.Error is not null)
        {
            return Invalid("the body is an error", document.Error) with { Usage = counts.ToUsage(), UpstreamCostNano = counts.CostNano };
        }

        if (!document.HasChoices)
        {
            return Invalid("the body has no choices", null) with { Usage = counts.ToUsage(), UpstreamCostNano = counts.CostNano };
        }

        var hasModel = document.ModelLength > 0;
        return new AnswerFacts(
            true, null, counts.ToUsage(), counts.CostNano,
            hasModel ? document.ModelStart : -1, document.ModelLength, null, document.ContentBytes);
    }

    private static AnswerFacts Invalid(string fault, UpstreamErrorFacts? error) =>
        new(false, fault, default(TokenUsage), null, -1, 0, error);
}
