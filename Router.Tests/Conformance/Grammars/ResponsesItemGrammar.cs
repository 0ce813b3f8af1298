// The order of events within one item of a Responses stream (mapping 4.3).
using System.Text;
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance.Grammars;

/// <param name="item">As it was announced.</param>
/// <param name="index">Its place among the items.</param>
internal sealed class ResponsesItemGrammar(JsonObject item, int index)
{
    private readonly StringBuilder _text = new();
    private readonly List<JsonNode> _parts = [];
    private string? _partType;
    private bool _isTextDone;
    private int _annotations;

    private string Type => (string)item["type"]!;

    /// <summary>Null when the event may stand here, else why not.</summary>
    public string? Fault(string name, JsonObject data) => PlaceFault(data) ?? (Type, name["response.".Length..]) switch
    {
        ("message", "content_part.added") => AddedFault(data, "content_index"),
        ("message", "output_text.delta") => PieceFault(data, "content_index", "output_text") ?? (data["logprobs"] is JsonArray ? null : "it has no logprobs"),
        ("message", "refusal.delta") => PieceFault(data, "content_index", "refusal"),
        ("message", "output_text.annotation.added") => PartFault(data, "content_index", "output_text")
            ?? ((int?)data["annotation_index"] == _annotations++ ? null : "it is not the next annotation"),
        ("message", "output_text.done") => WholeFault(data, "content_index", "output_text", "text"),
        ("message", "refusal.done") => WholeFault(data, "content_index", "refusal", "refusal"),
        ("message", "content_part.done") => DoneFault(data, "content_index"),
        ("reasoning", "reasoning_summary_part.added") => AddedFault(data, "summary_index"),
        ("reasoning", "reasoning_summary_text.delta") => PieceFault(data, "summary_index", "summary_text"),
        ("reasoning", "reasoning_summary_text.done") => WholeFault(data, "summary_index", "summary_text", "text"),
        ("reasoning", "reasoning_summary_part.done") => DoneFault(data, "summary_index"),
        ("function_call", "function_call_arguments.delta") or ("custom_tool_call", "custom_tool_call_input.delta") => Append(data),
        ("function_call", "function_call_arguments.done") => CallDoneFault(data, "arguments"),
        ("custom_tool_call", "custom_tool_call_input.done") => CallDoneFault(data, "input"),
        _ => $"it cannot stand in an item of type {Type}",
    };

    /// <summary>Null when the item may end here as it is said to be.</summary>
    public string? EndFault(JsonObject data)
    {
        var done = data["item"]!;
        var said = Type switch
        {
            "message" => done["content"],
            "reasoning" => done["summary"],
            _ => done["arguments"] ?? done["input"],
        };
        return (int?)data["output_index"] != index || (string?)done["id"] != (string?)item["id"] || (string?)done["type"] != Type ? "it is another item"
            : _partType is not null ? "a part is open"
            : Type is "message" or "reasoning"
                ? (JsonNode.DeepEquals(said, new JsonArray([.. _parts.Select(part => part.DeepClone())])) ? null : "its parts are not those that went before")
            : !_isTextDone ? "the call has no whole input"
            : (string?)said == _text.ToString() && (string?)done["call_id"] == (string?)item["call_id"] && (string?)done["name"] == (string?)item["name"]
                ? null
                : "its call is not the one that went before";
    }

    private string? PlaceFault(JsonObject data) =>
        (string?)data["item_id"] != (string?)item["id"] ? "it has the id of another item" : (int?)data["output_index"] != index ? "it has the index of another item" : null;

    private string? AddedFault(JsonObject data, string indexName)
    {
        var isWrong = _partType is not null || (int?)data[indexName] != _parts.Count;
        _partType = (string?)data["part"]!["type"];
        _isTextDone = false;
        _annotations = 0;
        _text.Clear();
        return isWrong ? "it is not the next part"
            : (string?)(data["part"]!["text"] ?? data["part"]!["refusal"]) == "" ? null : "its part says something already";
    }

    private string? PartFault(JsonObject data, string indexName, string type) =>
        _partType != type ? $"the open part is {_partType ?? "none"}"
        : (int?)data[indexName] != _parts.Count ? "it has the index of another part"
        : _isTextDone ? "the part's text is whole already"
        : null;

    private string? PieceFault(JsonObject data, string indexName, string type)
    {
        _text.Append((string?)data["delta"]);
        return PartFault(data, indexName, type);
    }

    private string? WholeFault(JsonObject data, string indexName, string type, string member)
    {
        var fault = PartFault(data, indexName, type);
        _isTextDone = true;
        return fault ?? ((string?)data[member] == _text.ToString() ? null : "it is not what the pieces said");
    }

    private string? DoneFault(JsonObject data, string indexName)
    {
        var part = data["part"]!;
        var isWrong = !_isTextDone || (string?)part["type"] != _partType || (int?)data[indexName] != _parts.Count
            || (string?)(part["text"] ?? part["refusal"]) != _text.ToString() || (part["annotations"] as JsonArray ?? []).Count != _annotations;
        _partType = null;
        _parts.Add(part);
        return isWrong ? "it is not the part that went before" : null;
    }

    private string? Append(JsonObject data)
    {
        _text.Append((string?)data["delta"]);
        return _isTextDone ? "the call's input is whole already" : null;
    }

    private string? CallDoneFault(JsonObject data, string member)
    {
        // A call without arguments has no pieces, and its arguments are an empty object all the same.
        var isSaid = (string?)data[member] == _text.ToString() || (_text.Length == 0 && (string?)data[member] == "{}");
        _text.Clear().Append((string?)data[member]);
        _isTextDone = true;
        return isSaid ? null : "it is not what the pieces said";
    }
}
