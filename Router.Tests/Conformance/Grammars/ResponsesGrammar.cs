// The order of events in a Responses stream that the router makes (mapping 4.3).
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Grammars;

/// <summary>
/// Numbered from 0; items one after another, each with the events of its kind; what <c>done</c> events and the last event repeat is what
/// the pieces said.
/// </summary>
internal sealed class ResponsesGrammar
{
    private readonly List<JsonNode> _items = [];
    private ResponsesItemGrammar? _open;
    private string? _id;
    private string _last = "";
    private int _number;

    private bool Ended => _last is "response.completed" or "response.incomplete";

    /// <inheritdoc cref="ChatGrammar.Fault"/>
    public static string? Fault(IReadOnlyList<SseEvent> events, bool failed)
    {
        var grammar = new ResponsesGrammar();
        return events.Select(grammar.EventFault).FirstOrDefault(found => found is not null)
            ?? (failed == grammar.Ended ? $"the stream ends after {grammar._last}" : null);
    }

    private string? EventFault(SseEvent one)
    {
        if (JsonText.Parse(one.Data) is not JsonObject data || (string?)data["type"] != one.Name)
        {
            return $"an event is not named for its type: {one.Name} {one.Data}";
        }

        var fault = (int?)data["sequence_number"] != _number++ ? $"its number is not {_number - 1}"
            : Ended ? "it follows the end"
            : one.Name switch
            {
                "response.created" => _last.Length > 0 ? "it is not the first" : EmptyFault(data["response"]!),
                "response.in_progress" => _last == "response.created" ? EmptyFault(data["response"]!) : $"it follows {_last}",
                "response.output_item.added" => AddedFault(data),
                "response.output_item.done" => DoneFault(data),
                "response.completed" or "response.incomplete" => EndFault(data["response"]!, one.Name["response.".Length..]),
                _ => _open is null ? "no item is open" : _open.Fault(one.Name!, data),
            };
        _last = one.Name!;
        return fault is null ? null : $"{one.Name}: {fault}: {one.Data}";
    }

    private string? EmptyFault(JsonNode response)
    {
        var isSame = _id is null || _id == (string?)response["id"];
        _id = (string?)response["id"];
        return !isSame ? "the id changes"
            : (string?)response["status"] != "in_progress" || response["output"] is not JsonArray { Count: 0 } || response["usage"] is not null
                ? "its response is not one that begins"
                : null;
    }

    private string? AddedFault(JsonObject data)
    {
        if (_last is not ("response.in_progress" or "response.output_item.done"))
        {
            return $"it follows {_last}";
        }

        var item = data["item"]!.AsObject();
        _open = new ResponsesItemGrammar(item, _items.Count);
        return (int?)data["output_index"] != _items.Count ? "it is not the next index"
            : item["content"] is JsonArray { Count: > 0 } || item["summary"] is JsonArray { Count: > 0 } || ((string?)(item["arguments"] ?? item["input"]))?.Length > 0
                ? "its item says something already"
                : null;
    }

    private string? DoneFault(JsonObject data)
    {
        var open = _open;
        _open = null;
        _items.Add(data["item"]!);
        return open is null ? "no item is open" : open.EndFault(data);
    }

    private string? EndFault(JsonNode response, string status) =>
        _open is not null ? "an item is open"
        : (string?)response["id"] != _id ? "the id changes"
        : (string?)response["status"] != status || (response["incomplete_details"] is null) != (status == "completed") ? "its status is another"
        : !JsonNode.DeepEquals(response["output"], new JsonArray([.. _items.Select(item => item.DeepClone())])) ? "its output is not the items that went before"
        : response["usage"] is not JsonObject usage ? "it has no usage"
        : (long?)usage["total_tokens"] == (long?)usage["input_tokens"] + (long?)usage["output_tokens"] ? null : "the usage does not add up";
}
