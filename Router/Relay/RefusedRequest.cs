// Tells that a provider refused the request itself, where no status says so.
using Router.Dialects;
using Router.Inference;

namespace Router.Relay;

/// <summary>
/// Errors inside an answer of status 200, by the types and codes that the services give to status 400 (mapping 5.1). Clients act on them:
/// they shorten the conversation, or stop asking.
/// </summary>
internal static class RefusedRequest
{
    internal static bool Is(UpstreamErrorFacts facts) =>
        ContextLength.Is(facts)
        || facts is { Code: "invalid_prompt" or "content_filter" or "model_not_found" }
        || facts is { Type: "invalid_request_error", Code: not "invalid_api_key" };

    /// <summary>True for the event that ends a Responses stream (<c>response.failed</c>), whose clients act on its code there.</summary>
    internal static bool IsToldInStream(Dialect dialect, IStreamObserver seen, UpstreamErrorFacts facts) =>
        dialect == Dialect.OpenAIResponses && seen.ErrorEnds && Is(facts) && !RejectedReasoning.Is(StatusCodes.Status400BadRequest, facts);
}
