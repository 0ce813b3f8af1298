// The order of events in a Messages stream that the router makes (mapping 4.1).
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Grammars;

/// <summary><c>message_start (start delta* stop)* message_delta message_stop</c>: blocks counted from 0, none over another, each with its own kind of piece.</summary>
internal sealed class MessagesGrammar
{
    private readonly StringBuilder _input = new();
    private string _last = "";
    private string? _open;
    private bool _signed;
    private int _blocks;

    /// <inheritdoc cref="ChatGrammar.Fault"/>
    public static string? Fault(IReadOnlyList<SseEvent> events, bool failed)
    {
        var grammar = new MessagesGrammar();
        return events.Select(grammar.EventFault).FirstOrDefault(found => found is not null)
            ?? (failed == (grammar._last == "message_stop") ? $"the stream ends after {grammar._last}" : null);
    }

    private string? EventFault(SseEvent one)
    {
        if (JsonText.Parse(one.Data) is not JsonObject data || (string?)data["type"] != one.Name)
        {
            return $"an event is not named for its type: {one.Name} {one.Data}";
        }

        if (one.Name == "ping")
        {
            return null;
        }

        var fault = one.Name switch
        {
            "message_start" => _last.Length > 0 ? "it is not the first"
                : data["message"]!["content"] is JsonArray { Count: 0 } && data["message"]!["stop_reason"] is null ? null : "it says more than that the answer begins",
            "content_block_start" => _last is "message_start" or "content_block_stop" ? StartFault(data) : $"it follows {_last}",
            "content_block_delta" => _open is null ? "no block is open" : PieceFault(data["delta"]!) ?? IndexFault(data),
            "content_block_stop" => _open is null ? "no block is open" : StopFault() ?? IndexFault(data),
            "message_delta" => _last is not ("message_start" or "content_block_stop") ? $"it follows {_last}"
                : data["delta"]?["stop_reason"] is null || data["usage"]?["output_tokens"] is null ? "it lacks the reason or the usage" : null,
            "message_stop" => _last == "message_delta" ? null : $"it follows {_last}",
            _ => "there is no such event",
        };
        _last = one.Name!;
        return fault is null ? null : $"{one.Name}: {fault}: {one.Data}";
    }

    private string? StartFault(JsonObject data)
    {
        var block = data["content_block"]!;
        _open = (string?)block["type"];
        _signed = false;
        _input.Clear();
        var isSilent = _open switch
        {
            "text" => (string?)block["text"] == "",
            "thinking" => (string?)block["thinking"] == "" && (string?)block["signature"] == "",
            "tool_use" => block["input"] is JsonObject { Count: 0 } && !string.IsNullOrEmpty((string?)block["id"]) && (string?)block["caller"]?["type"] == "direct",
            "redacted_thinking" => !string.IsNullOrEmpty((string?)block["data"]),
            _ => false,
        };
        return (int?)data["index"] != _blocks++ ? "it is not the next index" : isSilent ? null : "its block does not begin as it must";
    }

    private string? PieceFault(JsonNode delta)
    {
        if (_signed)
        {
            return "it follows the signature";
        }

        var type = (string?)delta["type"];
        _signed = type == "signature_delta";
        _input.Append((string?)delta["partial_json"]);
        return (_open, type) is ("text", "text_delta") or ("thinking", "thinking_delta" or "signature_delta") or ("tool_use", "input_json_delta")
            ? null
            : $"{type} cannot stand in a block of type {_open}";
    }

    private string? StopFault()
    {
        var isInput = _open != "tool_use" || _input.Length == 0 || JsonText.Parse(_input.ToString()) is JsonObject;
        _open = null;
        return isInput ? null : $"the pieces of its input are not one object: {_input}";
    }

    private string? IndexFault(JsonObject data) => (int?)data["index"] == _blocks - 1 ? null : "it has the index of another block";
}
