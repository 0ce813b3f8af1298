// The events with which the router ends a Responses stream that failed.
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

/// <summary>Mapping 3.2, 4.3 and 5.2: <c>response.failed</c> alone, or behind <c>response.created</c> where nothing had gone out.</summary>
internal static class FailedResponse
{
    private static readonly string[] Members =
    [
        "background", "completed_at", "created_at", "error", "frequency_penalty", "id", "incomplete_details", "instructions",
        "max_output_tokens", "max_tool_calls", "metadata", "model", "object", "output", "parallel_tool_calls", "presence_penalty",
        "previous_response_id", "prompt_cache_key", "reasoning", "safety_identifier", "service_tier", "status", "store", "temperature",
        "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "usage",
    ];

    private static readonly string[] Codes = ["server_error", "rate_limit_exceeded"];

    /// <returns>What is wrong, or the message that the caller reads.</returns>
    public static (string? Fault, string? Message) Fault(IReadOnlyList<SseEvent> before, IReadOnlyList<SseEvent> written)
    {
        var isFirst = before.Count == 0;
        string[] types = isFirst ? ["response.created", "response.failed"] : ["response.failed"];
        if (!written.Select(one => one.Name).SequenceEqual(types))
        {
            return ($"the stream ends in {string.Join(", ", written.Select(one => one.Name ?? "an event without a name"))} instead of {string.Join(", ", types)}", null);
        }

        for (var index = 0; index < written.Count; index++)
        {
            if (EventFault(written[index], before.Count + index) is { } fault)
            {
                return (fault, null);
            }
        }

        var failed = JsonNode.Parse(written[^1].Data)!["response"]!;
        var first = JsonNode.Parse(isFirst ? written[0].Data : before[0].Data) as JsonObject;
        return first?["response"]?["id"] is { } id && !JsonNode.DeepEquals(id, failed["id"])
            ? ($"the id changes from {id} to {failed["id"]}", null)
            : (ErrorFault(failed), (string?)failed["error"]?["message"]);
    }

    private static string? EventFault(SseEvent one, int number)
    {
        var data = JsonText.Parse(one.Data);
        return (string?)data?["type"] != one.Name ? $"event {one.Name} has the type {data?["type"]}"
            : (int?)data?["sequence_number"] != number ? $"event {one.Name} has number {data?["sequence_number"]} instead of {number}"
            : data?["response"] is not JsonObject response ? $"event {one.Name} has no response"
            : response.Select(member => member.Key).Order().SequenceEqual(Members) ? null
            : $"the response of {one.Name} lacks {string.Join(", ", Members.Except(response.Select(member => member.Key)))} or has too much";
    }

    private static string? ErrorFault(JsonNode failed) =>
        (string?)failed["status"] != "failed" ? $"the status is {failed["status"]}"
        : !Codes.Contains((string?)failed["error"]?["code"]) ? $"the code is {failed["error"]?["code"]}"
        : null;
}
