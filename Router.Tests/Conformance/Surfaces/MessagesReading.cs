// Reads a Messages answer, whole or streamed, into the dialect-free form that expected.json is written in.
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

/// <summary>Assembles a stream as the official clients do: pieces into their blocks, the last value of each count.</summary>
internal static class MessagesReading
{
    public static JsonObject OfBody(byte[] body) => OfMessage(JsonNode.Parse(body)!.AsObject());

    public static JsonObject OfStream(byte[] stream)
    {
        var message = new JsonObject();
        var inputs = new Dictionary<int, StringBuilder>();
        foreach (var one in SseText.Events(stream))
        {
            var data = JsonNode.Parse(one.Data)!;
            switch ((string?)data["type"])
            {
                case "message_start":
                    message = data["message"]!.DeepClone().AsObject();
                    break;
                case "content_block_start":
                    message["content"]!.AsArray().Add(data["content_block"]!.DeepClone());
                    break;
                case "content_block_delta":
                    Join(message["content"]![(int)data["index"]!]!.AsObject(), data["delta"]!, inputs, (int)data["index"]!);
                    break;
                case "message_delta":
                    Update(message, data["delta"]);
                    Update(message["usage"]!.AsObject(), data["usage"]);
                    break;
            }
        }

        foreach (var (index, input) in inputs)
        {
            message["content"]![index]!["input"] = JsonNode.Parse(input.Length == 0 ? "{}" : input.ToString());
        }

        return OfMessage(message);
    }

    private static void Join(JsonObject block, JsonNode delta, Dictionary<int, StringBuilder> inputs, int index)
    {
        if (delta["partial_json"] is { } piece)
        {
            inputs.TryAdd(index, new StringBuilder());
            inputs[index].Append((string?)piece);
        }

        if (delta["citation"] is { } citation)
        {
            block["citations"] = new JsonArray([.. (block["citations"] as JsonArray ?? []).Append(citation).Select(one => one!.DeepClone())]);
        }

        foreach (var name in (string[])["text", "thinking"])
        {
            block[name] = delta[name] is { } text ? (string?)block[name] + (string?)text : block[name]?.DeepClone();
        }
    }

    private static void Update(JsonObject into, JsonNode? values)
    {
        foreach (var (name, value) in values as JsonObject ?? [])
        {
            into[name] = value?.DeepClone();
        }
    }

    private static JsonObject OfMessage(JsonObject message)
    {
        var blocks = message["content"]!.AsArray().Select(block => block!.AsObject()).ToList();
        var reason = (string?)message["stop_reason"];
        var usage = message["usage"];
        var (read, written) = ((long?)usage?["cache_read_input_tokens"] ?? 0, (long?)usage?["cache_creation_input_tokens"] ?? 0);
        var counts = Reading.Usage((long?)usage?["input_tokens"] + read + written, (long?)usage?["output_tokens"], read);
        counts["cacheWrite"] = written;
        if (usage?["output_tokens_details"]?["thinking_tokens"] is JsonValue thinking)
        {
            counts["reasoning"] = (long)thinking;
        }

        var reading = Reading.Of(
            Joined(blocks, "text"),
            Joined(blocks, "thinking"),
            reason == "refusal" ? "" : null,
            blocks.Where(block => TypeOf(block) == "tool_use")
                .Select(block => Reading.Tool((string?)block["id"], (string?)block["name"], block["input"]!.ToJsonString())),
            FinishOf(reason),
            counts);
        reading["explanation"] = (string?)message["stop_details"]?["explanation"];
        reading["citations"] = CitationsIn(blocks);
        reading["other"] = new JsonArray([.. blocks.Select(TypeOf).Where(type => type is not ("text" or "thinking" or "tool_use"))]);
        return reading;
    }

    /// <summary>Of web pages: each for the whole of its block, whose place is told within the joined text.</summary>
    private static JsonArray CitationsIn(IEnumerable<JsonObject> blocks)
    {
        var citations = new JsonArray();
        var start = 0;
        foreach (var block in blocks.Where(block => TypeOf(block) == "text"))
        {
            var end = start + ((string)block["text"]!).Length;
            foreach (var one in (block["citations"] as JsonArray ?? []).Select(one => one!.AsObject()).Where(one => TypeOf(one) == "web_search_result_location"))
            {
                citations.Add(Reading.Citation((string?)one["url"], (string?)one["title"], start, end));
            }

            start = end;
        }

        return citations;
    }

    private static string TypeOf(JsonObject block) => (string)block["type"]!;

    private static string Joined(IEnumerable<JsonObject> blocks, string type) =>
        string.Concat(blocks.Where(block => TypeOf(block) == type).Select(block => (string?)block[type]));

    private static string? FinishOf(string? reason) => reason switch
    {
        "end_turn" or "stop_sequence" => "stop",
        "max_tokens" or "model_context_window_exceeded" => "length",
        "tool_use" => "tool",
        "pause_turn" => "pause",
        _ => reason,
    };
}
