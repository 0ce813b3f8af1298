// Answers of a Chat Completions upstream, in pieces.
namespace Router.Tests.Functional;

internal static class UpstreamText
{
    public const string Answer =
        """{"id":"c1", "object":"chat.completion","created":1,"model":"up-model-x","choices":[{"index":0,"message":{"role":"assistant","content":"Hi, the model is \"model\"."},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10},"vendor_extra":{"model":"inner"}}""";

    public const string Role = """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"up-model-x","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""" + End;
    public const string Finish = """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"up-model-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + End;
    public const string Usage = """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"up-model-x","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""" + End;
    public const string Done = "data: [DONE]" + End;
    public const string ErrorEvent = """data: {"error":{"message":"engine fell over","type":"server_error","code":null,"param":null}}""" + End;
    public const string Heartbeat = ": keep-alive" + End;

    private const string End = "\n\n";

    public static string Content(string text) =>
        $$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"up-model-x","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}]}""" + End;
}
