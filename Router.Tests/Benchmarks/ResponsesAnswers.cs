// What the mock upstream answers in Responses.
using System.Globalization;

namespace Router.Tests.Benchmarks;

internal static class ResponsesAnswers
{
    private const string Usage = """{"input_tokens":120,"input_tokens_details":{"cached_tokens":0},"output_tokens":200,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":320}""";

    /// <summary>Events before the first and behind the last with text.</summary>
    private const int Opening = 4;
    private const int Closing = 4;

    public static string Whole(string text) => Response("completed", Item("completed", Part(text)), Usage);

    public static MockStream Stream(string text, int events)
    {
        string[] opening =
        [
            $"\"response\":{Response("in_progress", "", "null")}",
            $"\"response\":{Response("in_progress", "", "null")}",
            $"\"output_index\":0,\"item\":{Item("in_progress", "")}",
            $"\"item_id\":\"msg_mock\",\"output_index\":0,\"content_index\":0,\"part\":{Part("")}",
        ];
        string[] closing =
        [
            $"\"item_id\":\"msg_mock\",\"output_index\":0,\"content_index\":0,\"text\":\"{text}\",\"logprobs\":[]",
            $"\"item_id\":\"msg_mock\",\"output_index\":0,\"content_index\":0,\"part\":{Part(text)}",
            $"\"output_index\":0,\"item\":{Item("completed", Part(text))}",
            $"\"response\":{Whole(text)}",
        ];
        string[] types =
        [
            "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
            .. Enumerable.Repeat("response.output_text.delta", events - Opening - Closing),
            "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
        ];
        IEnumerable<string> members = [.. opening, .. MockText.Pieces(text, events - Opening - Closing).Select(Delta), .. closing];
        return new MockStream([.. types.Zip(members, Enumerable.Range(0, events)).Select(Event)], Opening + 1);
    }

    private static string Event((string Type, string Members, int Number) of) => string.Create(
        CultureInfo.InvariantCulture,
        $"event: {of.Type}\ndata: {{\"type\":\"{of.Type}\",\"sequence_number\":{of.Number},{of.Members}}}\n\n");

    private static string Delta(string piece) => $$"""
        "item_id":"msg_mock","output_index":0,"content_index":0,"delta":"{{piece}}","logprobs":[],"obfuscation":"k3Jx0a9"
        """;

    private static string Part(string text) => $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":"{{text}}"}""";

    private static string Item(string status, string parts) =>
        $$"""{"id":"msg_mock","type":"message","status":"{{status}}","content":[{{parts}}],"role":"assistant"}""";

    private static string Response(string status, string items, string usage) =>
        $$$"""{"id":"resp_mock","object":"response","created_at":1767225600,"status":"{{{status}}}","background":false,"error":null,"incomplete_details":null,"instructions":"You are terse.","max_output_tokens":256,"max_tool_calls":null,"model":"up-model","output":[{{{items}}}],"parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},"safety_identifier":null,"service_tier":"default","store":false,"temperature":0.2,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":1.0,"truncation":"disabled","usage":{{{usage}}},"user":null,"metadata":{}}""";
}
