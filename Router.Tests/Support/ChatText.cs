// Chat Completions bodies that tests of the running router send and answer with.
namespace Router.Tests.Support;

internal static class ChatText
{
    /// <summary>What upstreams are asked for in the group <c>chat</c>.</summary>
    public const string Request = """{"model":"chat","messages":[{"role":"user","content":"hello"}]}""";

    public const string StreamRequest = """{"model":"chat","stream":true,"messages":[{"role":"user","content":"hello"}]}""";

    /// <summary>A whole answer: 11 uncached input tokens, 5 from the cache, 7 out of which 2 are reasoning.</summary>
    public const string Answer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"up-model",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Good morning"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":16,"completion_tokens":7,"total_tokens":23,
                  "prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":2}}}
        """;

    /// <summary>The same answer as a stream that ends with <c>[DONE]</c>.</summary>
    public static async Task StreamAsync(UpstreamExchange exchange)
    {
        await exchange.StartEventsAsync();
        await exchange.SendEventAsync(Chunk("""{"role":"assistant","content":""}"""));
        await exchange.SendEventAsync(Chunk("""{"content":"Good morning"}"""));
        await exchange.SendEventAsync(Chunk("{}", "\"stop\""));
        await exchange.SendEventAsync("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"up-model","choices":[],"usage":{"prompt_tokens":16,"completion_tokens":7,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":2}}}""");
        await exchange.SendEventAsync("[DONE]");
    }

    /// <summary>One chunk of a stream.</summary>
    public static string Chunk(string delta, string finish = "null") =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"up-model","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""";
}
