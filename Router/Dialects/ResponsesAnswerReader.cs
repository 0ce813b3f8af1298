// Reads a whole Responses answer.
using Router.Inference;

namespace Router.Dialects;

/// <summary>What is not an answer is found out here, before anything went to the caller.</summary>
internal static class ResponsesAnswerReader
{
    internal static AnswerFacts Read(ReadOnlySpan<byte> body)
    {
        var counts = new OpenAIUsageCounts();
        if (!ResponsesDocumentReader.TryRead(body, ref counts, out var document))
        {
            return AnswerFacts.Invalid("the body is not one whole JSON object", null, default(TokenUsage), null);
        }

        if (document.IsFailed || (document.Error is not null && !document.HasResponse))
        {
            return AnswerFacts.Invalid("the body is an error", document.Error ?? new UpstreamErrorFacts(null), counts.ToUsage(), counts.CostNano);
        }

        if (!document.IsAnswer)
        {
            return AnswerFacts.Invalid("the body has no output", null, counts.ToUsage(), counts.CostNano);
        }

        var created = default(CreatedIds);
        if (ResponsesCreatedIds.MayBeIn(body, document.IsNotKept))
        {
            ResponsesCreatedIds.ReadAnswer(body, ref created);
        }

        return new AnswerFacts(
            true, null, counts.ToUsage(), counts.CostNano,
            document.ModelLength > 0 ? document.ModelStart : -1, document.ModelLength, null, document.ContentBytes, created.All);
    }
}
