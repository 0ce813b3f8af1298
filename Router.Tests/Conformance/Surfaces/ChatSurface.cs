// Chat Completions (mapping 4.2).
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Grammars;
using Router.Tests.Conformance.Sdks;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

internal sealed class ChatSurface : Surface
{
    private const string Done = "[DONE]";

    private static readonly string[] Contents = ["content", "refusal", "tool_calls", "function_call", "reasoning", "reasoning_content", "audio"];

    public override string Name => "openai-chat";

    public override string Path => "/v1/chat/completions";

    public override bool UsageIsOptional => true;

    public override string AnswerMember => "choices";

    public override ISdk Sdk { get; } = new ChatSdk();

    public override MadeAnswers Made { get; } = new(
        Chunk("""{"role":"assistant","content":""}"""),
        Chunk("""{"content":"Grüße"}"""),
        """data: {"error":{"message":"The engine is überlastet.","type":"server_error","param":null,"code":null}}""" + "\n\n",
        """{"id":"chatcmpl-made","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Grü""",
        """{"error": {"message": "Ungültig: erfunden", "type": "made_error", "param": null, "code": "made", "extra": [1.0]}}""");

    public override SurfaceSchemas Schemas { get; } = new("OpenAIChatRequest", "OpenAIChatResponse", "OpenAIChatChunk");

    public override (string Body, string Stream) MadeAnswer { get; } = (
        """{"id":"chatcmpl-made","object":"chat.completion","created":1767225600,"model":"up-model","choices":[{"index":0,"message":{"role":"assistant","content":"Grüße"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""",
        Chunk("""{"role":"assistant","content":""}""") + Chunk("""{"content":"Grüße"}""") + Chunk("{}").Replace("null}],", "\"stop\"}],", StringComparison.Ordinal) + "data: [DONE]\n\n");

    /// <summary>How a client joins pieces of reasoning differs by client.</summary>
    public override string[] Uncertain { get; } = ["reasoning"];

    public override string Ask(string group, bool stream, string more = "") =>
        $$"""{"model": "{{group}}", "messages": [{"role": "user", "content": "x"}]{{(stream ? """, "stream": true""" : "")}}{{more}}}""";

    public override JsonObject Read(byte[] body) => ChatReading.OfBody(body);

    public override JsonObject ReadStream(byte[] stream) => ChatReading.OfStream(stream);

    public override string ToolsMember(IEnumerable<(string Name, bool IsFreeForm)> tools) => $", \"tools\": [{string.Join(", ", tools.Select(tool =>
        tool.IsFreeForm ? $$$"""{"type": "custom", "custom": {"name": "{{{tool.Name}}}"}}""" : $$$"""{"type": "function", "function": {"name": "{{{tool.Name}}}"}}"""))}]";

    public override string TextIn(SseEvent one) =>
        (JsonText.Parse(one.Data)?["choices"] as JsonArray)?.Select(choice => (string?)(choice?["delta"]?["content"] as JsonValue)).FirstOrDefault() ?? "";

    public override string? GrammarFault(IReadOnlyList<SseEvent> events, bool failed) => ChatGrammar.Fault(events, failed);

    public override EventTraits TraitsOf(SseEvent one)
    {
        if (one.Data == Done)
        {
            return EventTraits.End;
        }

        if (JsonText.Parse(one.Data) is not JsonObject chunk)
        {
            return EventTraits.Garbage;
        }

        if (chunk["error"] is not null || one.Name == "error")
        {
            return EventTraits.Failure;
        }

        var choices = chunk["choices"] as JsonArray ?? [];
        return (choices.Any(HasContent) ? EventTraits.Content : 0)
            | (choices.Any(choice => choice?["finish_reason"] is JsonValue) ? EventTraits.Finished : 0)
            | (choices.Count == 0 && chunk["usage"] is JsonObject ? EventTraits.UsageOnly : 0);
    }

    public override ToldFailure FailureIn(SseEvent one)
    {
        var error = JsonNode.Parse(one.Data)!["error"]!;
        return new ToldFailure((string)error["message"]!, (string?)error["type"]);
    }

    public override string? MessageIn(JsonElement envelope, string requestId) => OpenAIEnvelope.MessageIn(envelope);

    public override (string? Fault, string? Message) FailureFault(
        IReadOnlyList<SseEvent> before, IReadOnlyList<SseEvent> written, string requestId)
    {
        if (written is not [{ Name: null } error])
        {
            return ($"the stream ends in {written.Count} events of the router instead of one without a name", null);
        }

        using var envelope = JsonText.Document(error.Data);
        var message = envelope is null ? null : OpenAIEnvelope.MessageIn(envelope.RootElement);
        return (message is null ? $"the error event is no envelope: {error.Data}" : null, message);
    }

    private static string Chunk(string delta) =>
        $$"""data: {"id":"chatcmpl-made","object":"chat.completion.chunk","created":1767225600,"model":"up-model","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n";

    private static bool HasContent(JsonNode? choice) => choice?["delta"] is JsonObject delta && Contents.Any(name =>
        delta[name] is JsonArray or JsonObject || (delta[name] is JsonValue value && value.ToString().Length > 0));
}
