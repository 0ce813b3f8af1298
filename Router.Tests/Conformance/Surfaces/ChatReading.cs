// Reads a Chat Completions answer, whole or streamed, into the dialect-free form that expected.json is written in.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance;

/// <summary>Assembles a stream as the official clients do: texts joined, calls by their index, the last usage.</summary>
internal static class ChatReading
{
    /// <summary>Null when the reading is the expected one, else what differs.</summary>
    public static string? Fault(CallerAnswer answer, bool stream, JsonElement expected)
    {
        var reading = stream ? OfStream(answer.Body) : OfBody(answer.Body);
        foreach (var (name, value) in reading)
        {
            // How a client joins reasoning pieces differs by client, so it is compared for whole answers only.
            if ((name == "reasoning" && stream) || !expected.TryGetProperty(name, out var wanted))
            {
                continue;
            }

            if (!JsonNode.DeepEquals(value, JsonNode.Parse(wanted.GetRawText())))
            {
                return $"{name} reads {value?.ToJsonString() ?? "null"} instead of {wanted.GetRawText()}";
            }
        }

        return null;
    }

    private static JsonObject OfBody(byte[] body)
    {
        var root = JsonNode.Parse(body)!;
        var choice = root["choices"]![0]!;
        var message = choice["message"]!;
        return Reading(
            TextOf(message["content"]),
            (message["reasoning_content"] ?? message["reasoning"]) is JsonValue reasoning ? reasoning.GetValue<string>() : "",
            message["refusal"]?.GetValue<string>(),
            (message["tool_calls"] as JsonArray ?? []).Select(call => Tool(call!)),
            choice["finish_reason"]?.GetValue<string>(),
            root["usage"],
            root["choices"]!.AsArray().Count);
    }

    private static JsonObject OfStream(byte[] body)
    {
        var text = new StringBuilder();
        var refusal = new StringBuilder();
        var tools = new SortedDictionary<int, JsonObject>();
        string? finish = null;
        JsonNode? usage = null;
        var choices = new HashSet<int>();
        foreach (var (data, _, _) in SseText.Events(body).Where(one => one.Data != "[DONE]"))
        {
            var chunk = JsonNode.Parse(data)!;
            usage = chunk["usage"] ?? usage;
            foreach (var choice in chunk["choices"] as JsonArray ?? [])
            {
                choices.Add(choice!["index"]?.GetValue<int>() ?? 0);
                if ((choice["index"]?.GetValue<int>() ?? 0) != 0)
                {
                    continue;
                }

                finish = choice["finish_reason"]?.GetValue<string>() ?? finish;
                text.Append(TextOf(choice["delta"]?["content"]));
                refusal.Append(choice["delta"]?["refusal"]?.GetValue<string>());
                foreach (var call in choice["delta"]?["tool_calls"] as JsonArray ?? [])
                {
                    Join(tools, call!);
                }
            }
        }

        return Reading(text.ToString(), "", refusal.Length == 0 ? null : refusal.ToString(), tools.Values, finish, usage, choices.Count);
    }

    private static void Join(SortedDictionary<int, JsonObject> tools, JsonNode call)
    {
        var index = call["index"]?.GetValue<int>() ?? 0;
        if (!tools.TryGetValue(index, out var tool))
        {
            tools[index] = tool = new JsonObject { ["id"] = null, ["name"] = null, ["args"] = "" };
        }

        tool["id"] = call["id"]?.GetValue<string>() ?? tool["id"]?.GetValue<string>();
        tool["name"] = call["function"]?["name"]?.GetValue<string>() ?? tool["name"]?.GetValue<string>();
        tool["args"] = tool["args"]!.GetValue<string>() + call["function"]?["arguments"]?.GetValue<string>();
    }

    private static JsonObject Tool(JsonNode call) => new()
    {
        ["id"] = call["id"]?.DeepClone(),
        ["name"] = (call["function"] ?? call["custom"])?["name"]?.DeepClone(),
        ["args"] = (call["function"]?["arguments"] ?? call["custom"]?["input"])?.DeepClone(),
    };

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonArray parts => string.Concat(parts.Where(part => part!["type"]?.GetValue<string>() == "text").Select(part => part!["text"])),
        JsonValue text => text.GetValue<string>(),
        _ => "",
    };

    private static JsonObject Reading(
        string text, string reasoning, string? refusal, IEnumerable<JsonObject> tools, string? finish, JsonNode? usage, int choices) => new()
        {
            ["text"] = text,
            ["reasoning"] = reasoning,
            ["refusal"] = refusal,
            ["tools"] = new JsonArray([.. tools.Select(tool => tool.DeepClone())]),
            ["finish"] = finish switch
            {
                "tool_calls" or "function_call" => "tool",
                "content_filter" => "filter",
                _ => finish,
            },
            ["usage"] = usage is null ? null : new JsonObject
            {
                ["input"] = usage["prompt_tokens"]?.DeepClone(),
                ["output"] = usage["completion_tokens"]?.DeepClone(),
                ["cached"] = usage["prompt_tokens_details"]?["cached_tokens"]?.DeepClone() ?? 0,
                ["reasoning"] = usage["completion_tokens_details"]?["reasoning_tokens"]?.DeepClone() ?? 0,
            },
            ["choices"] = choices,
        };
}
