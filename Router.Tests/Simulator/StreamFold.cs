// Puts a stream back together into the body it would have been, for each dialect.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Router.Tests.Simulator;

/// <summary>Strict: a stream that breaks the grammar of its dialect does not fold.</summary>
internal static partial class StreamFold
{
    internal static JsonNode Fold(string path, List<(string? Name, string Data)> events) => path switch
    {
        SimulatorClient.Chat => Chat(events),
        SimulatorClient.Responses => Responses(events),
        _ => Messages(events),
    };

    /// <summary>What two answers to one question must have in common: everything but ids, seals and the time.</summary>
    internal static string Comparable(JsonNode answer)
    {
        var text = Sorted(answer)!.ToJsonString();
        text = Seeds().Replace(text, "SEED");
        text = Seals().Replace(text, "\"SEAL\"");
        return Times().Replace(text, "\"$1\":0");
    }

    private static JsonNode Chat(List<(string? Name, string Data)> events)
    {
        Check(events[^1].Data == "[DONE]", "the stream ends with [DONE]");
        Check(events.TrueForAll(item => item.Name is null), "chat events have no name");
        var chunks = events[..^1].ConvertAll(item => JsonNode.Parse(item.Data)!);
        var answer = new JsonObject();
        var choices = new SortedDictionary<int, (JsonObject Message, JsonNode? Finish)>();
        foreach (var chunk in chunks)
        {
            Check((string?)chunk["id"] == (string?)chunks[0]["id"], "one id");
            Merge(answer, "usage", chunk["usage"]);
            foreach (var choice in chunk["choices"]!.AsArray())
            {
                var index = (int)choice!["index"]!;
                var (message, finish) = choices.GetValueOrDefault(index, (new JsonObject(), null));
                Check(finish is null, "nothing of a choice comes after its finish reason");
                Check(message.Count > 0 == (choice["delta"]!["role"] is null), "the role comes first and once");
                Append(message, choice["delta"]!.AsObject());
                choices[index] = (message, choice["finish_reason"]);
            }
        }

        answer["choices"] = new JsonArray([.. choices.Select(choice => new JsonObject
        {
            ["finish_reason"] = choice.Value.Finish!.DeepClone(),
            ["message"] = choice.Value.Message,
        })]);
        return answer;
    }

    /// <summary>The parts of a whole chat answer that a stream carries as well.</summary>
    internal static JsonNode ChatBody(JsonNode body)
    {
        var answer = new JsonObject();
        Merge(answer, "usage", body["usage"]);
        answer["choices"] = new JsonArray([.. body["choices"]!.AsArray().Select(choice =>
        {
            var message = choice!["message"]!.DeepClone().AsObject();
            message.Remove("annotations");
            message["content"] ??= "";
            foreach (var name in message.Where(member => member.Value is null).Select(member => member.Key).ToList())
            {
                message.Remove(name);
            }

            return new JsonObject { ["finish_reason"] = choice["finish_reason"]!.DeepClone(), ["message"] = message };
        })]);
        return answer;
    }

    private static void Append(JsonObject target, JsonObject delta)
    {
        foreach (var (name, value) in delta)
        {
            switch (value)
            {
                case null:
                    break;
                case JsonArray calls:
                    var list = target["tool_calls"] as JsonArray ?? [];
                    target["tool_calls"] = target["tool_calls"] ?? list;
                    foreach (var call in calls)
                    {
                        var piece = call!.DeepClone().AsObject();
                        var index = (int)piece["index"]!;
                        piece.Remove("index");
                        Check(index <= list.Count, "calls come in order");
                        if (index == list.Count)
                        {
                            list.Add(new JsonObject());
                        }

                        Append(list[index]!.AsObject(), piece);
                    }

                    break;
                case JsonObject inner:
                    target[name] ??= new JsonObject();
                    Append(target[name]!.AsObject(), inner);
                    break;
                default:
                    target[name] = (string?)target[name] + (string?)value;
                    break;
            }
        }
    }

    private static JsonNode Messages(List<(string? Name, string Data)> events)
    {
        JsonObject? message = null;
        JsonObject? open = null;
        var pieces = "";
        var hasStopped = false;
        foreach (var (name, data) in events)
        {
            var item = JsonNode.Parse(data)!;
            Check((string?)item["type"] == name && !hasStopped, "event: equals type, and message_stop is last");
            switch (name)
            {
                case "message_start":
                    message = item["message"]!.DeepClone().AsObject();
                    break;
                case "content_block_start":
                    Check(open is null && (int)item["index"]! == message!["content"]!.AsArray().Count, "blocks are opened in order");
                    open = item["content_block"]!.DeepClone().AsObject();
                    pieces = "";
                    break;
                case "content_block_delta":
                    var delta = item["delta"]!;
                    Check((int)item["index"]! == message!["content"]!.AsArray().Count, "deltas are of the open block");
                    pieces += (string?)delta["partial_json"];
                    Extend(open!, "text", delta);
                    Extend(open!, "thinking", delta);
                    Extend(open!, "signature", delta);
                    break;
                case "content_block_stop":
                    if ((string?)open!["type"] == "tool_use")
                    {
                        open["input"] = JsonNode.Parse(pieces);
                    }

                    message!["content"]!.AsArray().Add(open);
                    open = null;
                    break;
                case "message_delta":
                    Check(open is null, "all blocks are closed");
                    foreach (var (member, value) in item["delta"]!.AsObject())
                    {
                        message![member] = value?.DeepClone();
                    }

                    foreach (var (member, value) in item["usage"]!.AsObject())
                    {
                        message!["usage"]![member] = value?.DeepClone();
                    }

                    break;
                case "message_stop":
                    hasStopped = true;
                    break;
                default:
                    Check(name == "ping", "no other events");
                    break;
            }
        }

        Check(hasStopped, "the stream is whole");
        return message!;
    }

    private static JsonNode Responses(List<(string? Name, string Data)> events)
    {
        var text = new Dictionary<int, string>();
        var items = new JsonArray();
        for (var number = 0; number < events.Count; number++)
        {
            var item = JsonNode.Parse(events[number].Data)!;
            Check((string?)item["type"] == events[number].Name && (int)item["sequence_number"]! == number, "names and numbers fit");
            var at = (int?)item["output_index"] ?? -1;
            switch (events[number].Name)
            {
                case "response.output_item.added":
                    Check(at == items.Count, "items come in order");
                    text[at] = "";
                    break;
                case "response.output_item.done":
                    items.Add(item["item"]!.DeepClone());
                    Check(text[at] == Content(item["item"]!), "deltas add up to the item");
                    break;
                case { } delta when delta.EndsWith(".delta", StringComparison.Ordinal):
                    text[at] += (string?)item["delta"];
                    break;
                case { } done when item["text"] is not null || item["arguments"] is not null || item["refusal"] is not null || item["input"] is not null:
                    var whole = (string?)(item["text"] ?? item["arguments"] ?? item["refusal"] ?? item["input"]);
                    Check(whole == text[at], $"{done} repeats the whole");
                    break;
                default:
                    break;
            }
        }

        Check(events[0].Name == "response.created" && events[1].Name == "response.in_progress", "the stream is opened");
        Check(events[^1].Name is "response.completed" or "response.incomplete", "the stream is ended");
        var response = JsonNode.Parse(events[^1].Data)!["response"]!;
        Check(response["output"]!.ToJsonString() == items.ToJsonString(), "the last event repeats the items");
        return response;
    }

    private static string? Content(JsonNode item) => (string?)item["type"] switch
    {
        "message" => string.Concat(item["content"]!.AsArray().Select(part => (string?)(part!["text"] ?? part["refusal"]))),
        "reasoning" => string.Concat(item["summary"]!.AsArray().Select(part => (string?)part!["text"])),
        "custom_tool_call" => (string?)item["input"],
        _ => (string?)item["arguments"],
    };

    private static void Extend(JsonObject block, string member, JsonNode delta)
    {
        if (delta[member] is { } piece)
        {
            block[member] = (string?)block[member] + (string?)piece;
        }
    }

    private static void Merge(JsonObject answer, string name, JsonNode? value)
    {
        if (value is not null)
        {
            answer[name] = value.DeepClone();
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Check(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The stream breaks a rule: " + rule);
        }
    }

    [GeneratedRegex("(?<=_|-)[0-9a-f]{24,32}")]
    private static partial Regex Seeds();

    [GeneratedRegex("\"[A-Za-z0-9+/]{64}\"|\"[A-Za-z0-9\\\\+/]{64,90}\"")]
    private static partial Regex Seals();

    [GeneratedRegex("\"(created|created_at|completed_at)\":\\d+")]
    private static partial Regex Times();
}
