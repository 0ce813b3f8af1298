// What the mock upstream answers in Chat Completions.
namespace Router.Tests.Benchmarks;

internal static class ChatAnswers
{
    private const string Usage = """{"prompt_tokens":120,"completion_tokens":200,"total_tokens":320,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}""";

    /// <summary>The finish reason, the usage and <c>[DONE]</c>.</summary>
    private const int Closing = 3;

    public static string Whole(string text) =>
        $$"""{"id":"chatcmpl-mock","object":"chat.completion","created":1767225600,"model":"up-model","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{{Usage}}}""";

    public static MockStream Stream(string text, int events) => new(
        [
            .. MockText.Pieces(text, events - Closing).Select((piece, number) => Event(
                number == 0 ? $$"""{"role":"assistant","content":"{{piece}}"}""" : $$"""{"content":"{{piece}}"}""", "null")),
            Event("{}", "\"stop\""),
            $$"""data: {"id":"chatcmpl-mock","object":"chat.completion.chunk","created":1767225600,"model":"up-model","choices":[],"usage":{{Usage}}}""" + "\n\n",
            "data: [DONE]\n\n",
        ],
        Opening: 1);

    private static string Event(string delta, string finish) =>
        $$"""data: {"id":"chatcmpl-mock","object":"chat.completion.chunk","created":1767225600,"model":"up-model","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}],"usage":null}""" + "\n\n";
}
