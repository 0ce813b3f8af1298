// Messages (mapping 4.1).
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Grammars;
using Router.Tests.Conformance.Sdks;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

internal sealed class MessagesSurface : Surface
{
    // Blocks that are announced before they say anything.
    private static readonly string[] SilentBlocks = ["text", "thinking"];

    public override string Name => "anthropic-messages";

    public override string Path => "/v1/messages";

    public override string Heartbeat => "event: ping\ndata: {\"type\": \"ping\"}\n\n";

    public override string AnswerMember => "content";

    public override ISdk Sdk { get; } = new MessagesSdk();

    public override MadeAnswers Made { get; } = new(
        Event("message_start", """{"type":"message_start","message":{"id":"msg_made","type":"message","role":"assistant","model":"up-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":1}}}""")
            + Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")
            + Event("ping", """{"type":"ping"}"""),
        Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grüße"}}"""),
        Event("error", """{"type":"error","error":{"type":"api_error","message":"The engine is überlastet."},"request_id":"req_made"}"""),
        """{"id":"msg_made","type":"message","role":"assistant","model":"up-model","content":[{"type":"text","text":"Grü""",
        """{"type": "error", "error": {"type": "made_error", "message": "Ungültig: erfunden", "extra": [1.0]}, "request_id": "req_made"}""");

    public override SurfaceSchemas Schemas { get; } = new("AnthropicMessagesRequest", "AnthropicMessage", "AnthropicStreamEvent");

    public override (string Body, string Stream) MadeAnswer { get; } = (
        """{"id":"msg_made","type":"message","role":"assistant","model":"up-model","content":[{"type":"text","text":"Grüße"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":3}}""",
        Event("message_start", """{"type":"message_start","message":{"id":"msg_made","type":"message","role":"assistant","model":"up-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":1}}}""")
            + Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")
            + Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grüße"}}""")
            + Event("content_block_stop", """{"type":"content_block_stop","index":0}""")
            + Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":3}}""")
            + Event("message_stop", """{"type":"message_stop"}"""));

    public override IReadOnlyList<(string Name, string Value)> CallerHeaders => AnthropicHeaders.OfCaller;

    public override (string Name, string Value) Credential(string key) => ("x-api-key", key);

    public override string Ask(string group, bool stream, string more = "") =>
        $$"""{"model": "{{group}}", "max_tokens": 64, "messages": [{"role": "user", "content": "x"}]{{(stream ? """, "stream": true""" : "")}}{{more}}}""";

    public override JsonObject Read(byte[] body) => MessagesReading.OfBody(body);

    public override JsonObject ReadStream(byte[] stream) => MessagesReading.OfStream(stream);

    /// <summary>There are no free-form tools in this dialect.</summary>
    public override string ToolsMember(IEnumerable<(string Name, bool IsFreeForm)> tools)
    {
        var functions = tools.Where(tool => !tool.IsFreeForm).Select(tool => $$$"""{"name": "{{{tool.Name}}}", "input_schema": {"type": "object"}}""").ToList();
        return functions.Count == 0 ? "" : $", \"tools\": [{string.Join(", ", functions)}]";
    }

    public override string TextIn(SseEvent one)
    {
        var data = JsonText.Parse(one.Data);
        return (string?)(data?["delta"]?["text"] ?? data?["content_block"]?["text"]) ?? "";
    }

    public override string? GrammarFault(IReadOnlyList<SseEvent> events, bool failed) => MessagesGrammar.Fault(events, failed);

    public override string ErrorType(int status) => AnthropicEnvelope.TypeOf(status);

    public override EventTraits TraitsOf(SseEvent one)
    {
        if (JsonText.Parse(one.Data) is not JsonObject data)
        {
            return one.Data.Trim() is "" or "[DONE]" ? EventTraits.None : EventTraits.Garbage;
        }

        return ((string?)data["type"] ?? one.Name) switch
        {
            "content_block_delta" or "message_delta" => EventTraits.Content,
            "content_block_start" when data["content_block"] is JsonObject block && Speaks(block) => EventTraits.Content,
            "message_stop" => EventTraits.End,
            "error" => EventTraits.Failure,
            _ => EventTraits.None,
        };
    }

    public override ToldFailure FailureIn(SseEvent one)
    {
        var error = JsonNode.Parse(one.Data)!["error"]!;
        return new ToldFailure((string)error["message"]!, (string?)error["type"]);
    }

    public override string? MessageIn(JsonElement envelope, string requestId) => AnthropicEnvelope.MessageIn(envelope, requestId);

    public override (string? Fault, string? Message) FailureFault(
        IReadOnlyList<SseEvent> before, IReadOnlyList<SseEvent> written, string requestId)
    {
        if (written is not [{ Name: "error" } error])
        {
            return ($"the stream ends in {written.Count} events of the router instead of one named error", null);
        }

        using var envelope = JsonText.Document(error.Data);
        var message = envelope is null ? null : AnthropicEnvelope.MessageIn(envelope.RootElement, requestId);
        return (message is null ? $"the error event is no envelope: {error.Data}" : null, message);
    }

    private static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    private static bool Speaks(JsonObject block) =>
        !SilentBlocks.Contains((string?)block["type"]) || (string?)block["text"] is { Length: > 0 } || (string?)block["thinking"] is { Length: > 0 };
}
