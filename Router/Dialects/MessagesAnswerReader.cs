// Reads a whole Messages answer.
using Router.Inference;

namespace Router.Dialects;

/// <summary>What is not an answer is found out here, before anything went to the caller.</summary>
internal static class MessagesAnswerReader
{
    internal static AnswerFacts Read(ReadOnlySpan<byte> body)
    {
        var counts = new MessagesUsageCounts();
        if (!MessagesDocumentReader.TryRead(body, ref counts, out var document))
        {
            return AnswerFacts.Invalid("the body is not one whole JSON object", null, default(TokenUsage), null);
        }

        if (document.Error is not null || !document.HasContentList)
        {
            var fault = document.Error is null ? "the body has no content" : "the body is an error";
            return AnswerFacts.Invalid(fault, document.Error, counts.ToUsage(), null);
        }

        var created = default(CreatedIds);
        MessagesCreatedIds.ReadAnswer(body, ref created);
        return new AnswerFacts(
            true, null, counts.ToUsage(), null,
            document.ModelLength > 0 ? document.ModelStart : -1, document.ModelLength, null, document.ContentBytes, created.All);
    }
}
