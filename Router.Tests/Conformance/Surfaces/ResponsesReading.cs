// Reads a Responses answer, whole or streamed, into the dialect-free form that expected.json is written in.
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

/// <summary>The last event of a stream holds the whole answer; the pieces before it must say the same.</summary>
internal static class ResponsesReading
{
    private static readonly string[] Known = ["message", "reasoning", "function_call", "custom_tool_call"];

    public static JsonObject OfBody(byte[] body) => OfResponse(JsonNode.Parse(body)!.AsObject());

    public static JsonObject OfStream(byte[] stream)
    {
        JsonObject? response = null;
        foreach (var one in SseText.Events(stream))
        {
            response = JsonText.Parse(one.Data)?["response"] as JsonObject ?? response;
        }

        return OfResponse(response!);
    }

    private static JsonObject OfResponse(JsonObject response)
    {
        var items = (response["output"] as JsonArray ?? []).Select(item => item!.AsObject()).ToList();
        var parts = items.Where(item => TypeOf(item) == "message").SelectMany(item => item["content"]!.AsArray()).Select(part => part!.AsObject()).ToList();
        var tools = items.Where(item => TypeOf(item) is "function_call" or "custom_tool_call")
            .Select(item => Reading.Tool((string?)item["call_id"], (string?)item["name"], (string?)(item["arguments"] ?? item["input"]))).ToList();
        var refusals = parts.Where(part => TypeOf(part) == "refusal").Select(part => (string?)part["refusal"]).ToList();
        var usage = response["usage"] as JsonObject;
        var counts = usage is null ? null : Reading.Usage(
            (long?)usage["input_tokens"], (long?)usage["output_tokens"], (long?)usage["input_tokens_details"]?["cached_tokens"] ?? 0);
        counts?.Add("reasoning", (long?)usage!["output_tokens_details"]?["reasoning_tokens"] ?? 0);
        counts?.Add("cacheWrite", (long?)usage!["input_tokens_details"]?["cache_write_tokens"] ?? 0);
        var reading = Reading.Of(
            string.Concat(parts.Where(part => TypeOf(part) == "output_text").Select(part => (string?)part["text"])),
            string.Concat(items.Where(item => TypeOf(item) == "reasoning").SelectMany(Thoughts).Select(part => (string?)part["text"])),
            refusals.Count == 0 ? null : string.Concat(refusals),
            tools,
            FinishOf(response, tools.Count > 0),
            counts);
        reading["other"] = new JsonArray([.. items.Select(TypeOf).Where(type => !Known.Contains(type))]);
        reading["sealed"] = items.Count(item => TypeOf(item) == "reasoning" && item["encrypted_content"] is JsonValue && !Thoughts(item).Any());
        reading["citations"] = CitationsIn(parts);
        return reading;
    }

    /// <summary>Their places are told within the joined text.</summary>
    private static JsonArray CitationsIn(IEnumerable<JsonObject> parts)
    {
        var citations = new JsonArray();
        var start = 0;
        foreach (var part in parts.Where(part => TypeOf(part) == "output_text"))
        {
            foreach (var one in (part["annotations"] as JsonArray ?? []).Select(one => one!.AsObject()).Where(one => TypeOf(one) == "url_citation"))
            {
                citations.Add(Reading.Citation((string?)one["url"], (string?)one["title"], start + (int?)one["start_index"], start + (int?)one["end_index"]));
            }

            start += ((string)part["text"]!).Length;
        }

        return citations;
    }

    /// <summary>What is shown of the thinking: its summary, else its text.</summary>
    private static IEnumerable<JsonObject> Thoughts(JsonObject item) =>
        ((item["summary"] as JsonArray) is { Count: > 0 } summary ? summary : item["content"] as JsonArray ?? []).Select(part => part!.AsObject());

    private static string TypeOf(JsonObject node) => (string)node["type"]!;

    private static string? FinishOf(JsonObject response, bool calls) => (string?)response["status"] switch
    {
        "completed" => calls ? "tool" : "stop",
        "incomplete" => (string?)response["incomplete_details"]?["reason"] == "content_filter" ? "filter" : "length",
        "failed" => "error",
        var other => other,
    };
}
