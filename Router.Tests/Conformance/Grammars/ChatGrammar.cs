// The order of events in a Chat Completions stream that the router makes (mapping 4.2).
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Grammars;

/// <summary><c>chunk(role) chunk(delta)* chunk(finish_reason) [chunk(usage)] [DONE]</c>, and nothing of what vendors are seen to write beside it.</summary>
internal sealed class ChatGrammar
{
    private static readonly string[] Same = ["id", "object", "created", "model"];
    private static readonly string[] Texts = ["content", "refusal", "reasoning_content"];

    private JsonObject? _first;
    private int _calls;
    private bool _finished;
    private bool _counted;

    /// <summary>Null when the events keep the order, else the first that does not.</summary>
    /// <param name="failed">The stream broke off: these are the events before its error.</param>
    public static string? Fault(IReadOnlyList<SseEvent> events, bool failed)
    {
        var grammar = new ChatGrammar();
        var isDone = !failed && events is [.., { Data: "[DONE]", Name: null }];
        var chunks = isDone ? events.SkipLast(1) : events;
        var fault = chunks.Select(grammar.EventFault).FirstOrDefault(found => found is not null);
        return fault
            ?? (failed ? (grammar._finished ? "an error follows the finish reason" : null)
                : !isDone ? "the last event is not [DONE]"
                : grammar._finished ? null : "no chunk has a finish reason");
    }

    private string? EventFault(SseEvent one)
    {
        if (one.Name is not null || JsonText.Parse(one.Data) is not JsonObject chunk)
        {
            return $"an event is no chunk: {one.Name} {one.Data}";
        }

        if (_first is not null && Same.FirstOrDefault(name => !JsonNode.DeepEquals(chunk[name], _first[name])) is { } changed)
        {
            return $"{changed} changes to {chunk[changed]}";
        }

        var fault = chunk["choices"] is not JsonArray choices ? "a chunk has no choices"
            : choices.Count == 0 ? UsageFault(chunk)
            : choices.Count > 1 || (int?)choices[0]!["index"] != 0 ? "a chunk has more than the one choice"
            : chunk["usage"] is not null ? "a chunk with a choice has usage"
            : ChoiceFault(choices[0]!);
        _first ??= chunk;
        return fault is null ? null : $"{fault}: {one.Data}";
    }

    private string? UsageFault(JsonObject chunk)
    {
        var isWrong = !_finished || _counted || !chunk.ContainsKey("usage");
        _counted = true;
        return isWrong ? "a chunk without a choice is not the usage behind the finish reason" : null;
    }

    private string? ChoiceFault(JsonNode choice)
    {
        if (_finished)
        {
            return "a choice follows the finish reason";
        }

        var delta = choice["delta"] as JsonObject;
        _finished = choice["finish_reason"] is not null;
        return delta is null ? "a choice has no delta"
            : _finished ? (delta.Count == 0 ? null : "the finish reason stands beside content")
            : _first is null ? ((string?)delta["role"] == "assistant" && delta.All(IsSilent) ? null : "the first chunk is not the role alone")
            : delta.ContainsKey("role") ? "a later chunk has a role"
            : delta.Count != 1 ? "a chunk has not one kind of content"
            : delta["tool_calls"] is { } calls ? CallFault(calls.AsArray())
            : Texts.Any(name => delta[name] is JsonValue text && (((string)text!).Length > 0 || choice["logprobs"] is not null))
                || delta.ContainsKey("annotations") || delta.ContainsKey("function_call")
                ? null
                : "a chunk says nothing";
    }

    private static bool IsSilent(KeyValuePair<string, JsonNode?> member) =>
        member.Key == "role" || member.Value is null || (member.Key == "content" && (string?)member.Value == "");

    private string? CallFault(JsonArray calls)
    {
        if (calls is not [JsonObject call] || (int?)call["index"] is not { } index)
        {
            return "a chunk has not one call with an index";
        }

        if (index == _calls)
        {
            _calls++;
            var kind = (string?)call["type"];
            return kind is not ("function" or "custom") || string.IsNullOrEmpty((string?)call["id"]) || call[kind] is not JsonObject tool
                || string.IsNullOrEmpty((string?)tool["name"]) || (string?)(tool["arguments"] ?? tool["input"]) != "" || call.Count != 4
                ? "a call does not begin with index, id, type, name and no arguments"
                : null;
        }

        return index != _calls - 1 ? $"a piece of call {index} comes after call {_calls - 1} began"
            : call.Count == 2 && (call["function"] ?? call["custom"]) is JsonObject { Count: 1 } piece && !string.IsNullOrEmpty((string?)(piece["arguments"] ?? piece["input"]))
                ? null
                : "a piece of a call has more than its arguments";
    }
}
