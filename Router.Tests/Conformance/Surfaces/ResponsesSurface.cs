// Responses (mapping 4.3).
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Grammars;
using Router.Tests.Conformance.Sdks;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

internal sealed class ResponsesSurface : Surface
{
    private const string MadeResponse =
        """ "id":"resp_made","object":"response","created_at":1767225600,"model":"up-model","output":[],"usage":null """;

    private const string WholeResponse =
        """{"id":"resp_made","object":"response","created_at":1767225600,"status":"completed","model":"up-model","output":[{"id":"msg_made","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Grüße","annotations":[]}]}],"usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10}}""";

    private static readonly string[] Preambles =
        ["response.created", "response.queued", "response.in_progress", "response.content_part.added", "response.reasoning_summary_part.added"];

    public override string Name => "openai-responses";

    public override string Path => "/v1/responses";

    public override string AnswerMember => "output";

    public override ISdk Sdk { get; } = new ResponsesSdk();

    public override MadeAnswers Made { get; } = new(
        Event("response.created", $$"""{"type":"response.created","response":{ {{MadeResponse}},"status":"in_progress","error":null},"sequence_number":0}""")
            + Event("response.in_progress", $$"""{"type":"response.in_progress","response":{ {{MadeResponse}},"status":"in_progress","error":null},"sequence_number":1}""")
            + Event("response.output_item.added", """{"type":"response.output_item.added","output_index":0,"item":{"id":"msg_made","type":"message","status":"in_progress","role":"assistant","content":[]},"sequence_number":2}""")
            + Event("response.content_part.added", """{"type":"response.content_part.added","item_id":"msg_made","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""},"sequence_number":3}"""),
        Event("response.output_text.delta", """{"type":"response.output_text.delta","item_id":"msg_made","output_index":0,"content_index":0,"delta":"Grüße","logprobs":[],"sequence_number":4}"""),
        Event("response.failed", $$$"""{"type":"response.failed","response":{ {{{MadeResponse}}},"status":"failed","error":{"code":"server_error","message":"The engine is überlastet."}},"sequence_number":5}"""),
        """{"id":"resp_made","object":"response","created_at":1767225600,"status":"completed","model":"up-model","output":[{"type":"message","content":[{"type":"output_text","text":"Grü""",
        """{"error": {"message": "Ungültig: erfunden", "type": "made_error", "param": null, "code": "made", "extra": [1.0]}}""");

    public override SurfaceSchemas Schemas { get; } = new("OpenAIResponsesRequest", "OpenAIResponsesResponse", "OpenAIResponsesStreamEvent");

    public override (string Body, string Stream) MadeAnswer { get; } = (
        WholeResponse,
        Event("response.created", $$"""{"type":"response.created","response":{ {{MadeResponse}},"status":"in_progress","error":null},"sequence_number":0}""")
            + Event("response.completed", $$"""{"type":"response.completed","response":{{WholeResponse}},"sequence_number":1}"""));

    public override string Ask(string group, bool stream, string more = "") =>
        $$"""{"model": "{{group}}", "input": "x"{{(stream ? """, "stream": true""" : "")}}{{more}}}""";

    public override JsonObject Read(byte[] body) => ResponsesReading.OfBody(body);

    public override JsonObject ReadStream(byte[] stream) => ResponsesReading.OfStream(stream);

    public override string ToolsMember(IEnumerable<(string Name, bool IsFreeForm)> tools) => $", \"tools\": [{string.Join(", ", tools.Select(tool =>
        tool.IsFreeForm ? $$"""{"type": "custom", "name": "{{tool.Name}}"}""" : $$"""{"type": "function", "name": "{{tool.Name}}", "parameters": {"type": "object"}, "strict": false}"""))}]";

    public override string TextIn(SseEvent one) => one.Name == "response.output_text.delta" ? (string)JsonNode.Parse(one.Data)!["delta"]! : "";

    public override string? GrammarFault(IReadOnlyList<SseEvent> events, bool failed) => ResponsesGrammar.Fault(events, failed);

    public override EventTraits TraitsOf(SseEvent one)
    {
        if (JsonText.Parse(one.Data) is not JsonObject data)
        {
            return one.Data.Trim() switch { "[DONE]" => EventTraits.Closing, "" => EventTraits.None, _ => EventTraits.Garbage };
        }

        return ((string?)data["type"] ?? one.Name) switch
        {
            "error" => EventTraits.Warning,
            "response.failed" => EventTraits.Failure,
            "response.completed" or "response.incomplete" => EventTraits.Content | EventTraits.End,
            "response.output_item.added" when (string?)data["item"]?["type"] is "message" or "reasoning" => EventTraits.None,
            { } type when type.StartsWith("response.", StringComparison.Ordinal) && !Preambles.Contains(type) => EventTraits.Content,
            _ => EventTraits.None,
        };
    }

    public override ToldFailure FailureIn(SseEvent one)
    {
        var data = JsonNode.Parse(one.Data)!;
        var error = data["response"]?["error"] ?? data["error"] ?? data;
        return new ToldFailure((string)error["message"]!, (string?)error["code"]);
    }

    public override string? MessageIn(JsonElement envelope, string requestId) => OpenAIEnvelope.MessageIn(envelope);

    public override (string? Fault, string? Message) FailureFault(
        IReadOnlyList<SseEvent> before, IReadOnlyList<SseEvent> written, string requestId) => FailedResponse.Fault(before, written);

    private static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";
}
