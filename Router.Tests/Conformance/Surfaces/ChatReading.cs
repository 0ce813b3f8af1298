// Reads a Chat Completions answer, whole or streamed, into the dialect-free form that expected.json is written in.
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

/// <summary>Assembles a stream as the official clients do: texts joined, calls by their index, the last usage.</summary>
internal static class ChatReading
{
    public static JsonObject OfBody(byte[] body)
    {
        var root = JsonNode.Parse(body)!;
        var choices = root["choices"]!.AsArray();
        var message = choices[0]!["message"]!;
        var reading = Reading.Of(
            TextOf(message["content"]),
            ThoughtOf(message),
            (string?)message["refusal"],
            (message["tool_calls"] as JsonArray ?? []).Select(call => Tool(call!)),
            FinishOf((string?)choices[0]!["finish_reason"]),
            UsageOf(root["usage"]));
        reading["choices"] = choices.Count;
        reading["citations"] = CitationsIn(message["annotations"]);
        reading["thoughts"] = string.Concat((message["content"] as JsonArray ?? [])
            .SelectMany(part => part!["thinking"] as JsonArray ?? []).Select(thought => (string?)thought!["text"]));
        return reading;
    }

    public static JsonObject OfStream(byte[] stream)
    {
        var (text, reasoning, refusal) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var citations = new JsonArray();
        var tools = new SortedDictionary<int, JsonObject>();
        var choices = new HashSet<int>();
        string? finish = null;
        JsonNode? usage = null;
        foreach (var one in SseText.Events(stream).Where(one => one.Data != "[DONE]"))
        {
            var chunk = JsonNode.Parse(one.Data)!;
            usage = chunk["usage"] ?? usage;
            foreach (var choice in chunk["choices"] as JsonArray ?? [])
            {
                choices.Add(IndexOf(choice!));
                if (IndexOf(choice!) != 0)
                {
                    continue;
                }

                finish = (string?)choice!["finish_reason"] ?? finish;
                text.Append(TextOf(choice["delta"]?["content"]));
                reasoning.Append(ThoughtOf(choice["delta"]));
                foreach (var citation in CitationsIn(choice["delta"]?["annotations"]))
                {
                    citations.Add(citation!.DeepClone());
                }

                refusal.Append((string?)choice["delta"]?["refusal"]);
                foreach (var call in choice["delta"]?["tool_calls"] as JsonArray ?? [])
                {
                    Join(tools, call!);
                }
            }
        }

        var reading = Reading.Of(
            text.ToString(), reasoning.ToString(), refusal.Length == 0 ? null : refusal.ToString(), tools.Values, FinishOf(finish), UsageOf(usage));
        reading["choices"] = choices.Count;
        reading["citations"] = citations;
        return reading;
    }

    private static int IndexOf(JsonNode node) => (int?)node["index"] ?? 0;

    private static void Join(SortedDictionary<int, JsonObject> tools, JsonNode call)
    {
        if (!tools.TryGetValue(IndexOf(call), out var tool))
        {
            tools[IndexOf(call)] = tool = Reading.Tool(null, null, "");
        }

        tool["id"] = (string?)call["id"] ?? (string?)tool["id"];
        tool["name"] = (string?)(call["function"] ?? call["custom"])?["name"] ?? (string?)tool["name"];
        tool["args"] = (string?)tool["args"] + (string?)(call["function"]?["arguments"] ?? call["custom"]?["input"]);
    }

    private static JsonObject Tool(JsonNode call) => Reading.Tool(
        (string?)call["id"],
        (string?)(call["function"] ?? call["custom"])?["name"],
        (string?)(call["function"]?["arguments"] ?? call["custom"]?["input"]));

    private static JsonArray CitationsIn(JsonNode? annotations) => new(
    [
        .. (annotations as JsonArray ?? []).Select(one => one!["url_citation"]).OfType<JsonObject>()
            .Select(one => Reading.Citation((string?)one["url"], (string?)one["title"], (int?)one["start_index"], (int?)one["end_index"])),
    ]);

    /// <summary>What vendors show of the thinking: a member of its own.</summary>
    private static string ThoughtOf(JsonNode? message) => (string?)((message?["reasoning_content"] ?? message?["reasoning"]) as JsonValue) ?? "";

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonArray parts => string.Concat(parts.Where(part => (string?)part!["type"] == "text").Select(part => part!["text"])),
        JsonValue text => (string)text!,
        _ => "",
    };

    private static string? FinishOf(string? reason) => reason switch
    {
        "tool_calls" or "function_call" => "tool",
        "content_filter" => "filter",
        _ => reason,
    };

    private static JsonObject? UsageOf(JsonNode? usage)
    {
        if (usage is null)
        {
            return null;
        }

        var reading = Reading.Usage(
            (long?)usage["prompt_tokens"], (long?)usage["completion_tokens"], (long?)usage["prompt_tokens_details"]?["cached_tokens"] ?? 0);
        reading["reasoning"] = (long?)usage["completion_tokens_details"]?["reasoning_tokens"] ?? 0;
        reading["cacheWrite"] = (long?)usage["prompt_tokens_details"]?["cache_write_tokens"] ?? 0;
        return reading;
    }
}
