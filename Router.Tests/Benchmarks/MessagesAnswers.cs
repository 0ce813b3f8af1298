// What the mock upstream answers in Messages.
namespace Router.Tests.Benchmarks;

internal static class MessagesAnswers
{
    private const string InputUsage = """
        "input_tokens":120,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0}
        """;

    /// <summary>Events before the first and behind the last with text.</summary>
    private const int Opening = 2;
    private const int Closing = 3;

    public static string Whole(string text) => Message($$"""{"type":"text","text":"{{text}}"}""", "\"end_turn\"", 200);

    public static MockStream Stream(string text, int events) => new(
        [
            Event("message_start", $"\"message\":{Message("", "null", 1)}"),
            Event("content_block_start", """
                "index":0,"content_block":{"type":"text","text":""}
                """),
            .. MockText.Pieces(text, events - Opening - Closing).Select(piece => Event(
                "content_block_delta", $$"""
                "index":0,"delta":{"type":"text_delta","text":"{{piece}}"}
                """)),
            Event("content_block_stop", "\"index\":0"),
            Event("message_delta", $$"""
                "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{{{InputUsage}},"output_tokens":200}
                """),
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        ],
        Opening + 1);

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}\n\n";

    private static string Message(string content, string stopReason, int outputTokens) =>
        $$$"""{"model":"up-model","id":"msg_mock","type":"message","role":"assistant","content":[{{{content}}}],"stop_reason":{{{stopReason}}},"stop_sequence":null,"usage":{{{{InputUsage}}},"output_tokens":{{{outputTokens}}},"service_tier":"standard"}}""";
}
