// Reads a whole Chat Completions answer.
using Router.Inference;

namespace Router.Dialects;

/// <summary>What is not an answer is found out here, before anything went to the caller.</summary>
internal static class ChatAnswerReader
{
    internal static AnswerFacts Read(ReadOnlySpan<byte> body)
    {
        var counts = new OpenAIUsageCounts();
        if (!ChatDocumentReader.TryRead(body, ref counts, out var document))
        {
            return AnswerFacts.Invalid("the body is not one whole JSON object", null, default(TokenUsage), null);
        }

        if (document.Error is not null || !document.HasChoices)
        {
            var fault = document.Error is null ? "the body has no choices" : "the body is an error";
            return AnswerFacts.Invalid(fault, document.Error, counts.ToUsage(), counts.CostNano);
        }

        return new AnswerFacts(
            true, null, counts.ToUsage(), counts.CostNano,
            document.ModelLength > 0 ? document.ModelStart : -1, document.ModelLength, null, document.ContentBytes, document.Created.All);
    }
}
