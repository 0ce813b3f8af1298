// The answers of the mock upstream, as bytes that are ready to be sent.
using System.Globalization;
using System.Text;

namespace Router.Tests.Benchmarks;

/// <summary>A chat answer of a given size, and a stream of a given number of events in one burst and cut by event.</summary>
internal sealed class MockAnswers
{
    private const string Usage = """{"prompt_tokens":120,"completion_tokens":200,"total_tokens":320}""";

    /// <param name="answerBytes">About how many bytes the body of an answer that is no stream has.</param>
    /// <param name="events">Events of a stream, the finishing one, the usage and <c>[DONE]</c> included.</param>
    public MockAnswers(int answerBytes = 700, int events = 200)
    {
        Unary = WithLength(200, UnaryBody(answerBytes));
        NotFound = WithLength(404, """{"error":{"message":"no such path","type":"invalid_request_error","param":null,"code":null}}""");
        Events = [.. EventTexts(events).Select((text, number) => number == 0 ? [.. StreamHead, .. Chunk(text)] : Chunk(text))];
        Burst = [.. StreamHead, .. Chunk(string.Concat(EventTexts(events))), .. StreamEnd];
    }

    public byte[] Unary { get; }

    public byte[] NotFound { get; }

    /// <summary>The stream as one write.</summary>
    public byte[] Burst { get; }

    /// <summary>The stream event by event; the first has the head before it, and <see cref="StreamEnd"/> comes after the last.</summary>
    public byte[][] Events { get; }

    /// <summary>Ends the chunked body.</summary>
    public static byte[] StreamEnd { get; } = "0\r\n\r\n"u8.ToArray();

    private static byte[] StreamHead { get; } =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n"u8.ToArray();

    private static string UnaryBody(int bytes)
    {
        const string Shape = """{"id":"chatcmpl-mock","object":"chat.completion","created":1767225600,"model":"up-model","choices":[{"index":0,"message":{"role":"assistant","content":"@","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":#}""";
        var frame = Shape.Replace("#", Usage, StringComparison.Ordinal);
        var filler = string.Concat(Enumerable.Repeat("lorem ipsum ", bytes / 12 + 1))[..Math.Max(1, bytes - frame.Length)];
        return frame.Replace("@", filler, StringComparison.Ordinal);
    }

    private static IEnumerable<string> EventTexts(int events)
    {
        for (var number = 0; number < events - 3; number++)
        {
            var delta = number == 0 ? """{"role":"assistant","content":"one "}""" : $$"""{"content":"word{{number}} "}""";
            yield return Event(delta, "null");
        }

        yield return Event("{}", "\"stop\"");
        yield return $$"""data: {"id":"chatcmpl-mock","object":"chat.completion.chunk","created":1767225600,"model":"up-model","choices":[],"usage":{{Usage}}}""" + "\n\n";
        yield return "data: [DONE]\n\n";
    }

    private static string Event(string delta, string finish) =>
        $$"""data: {"id":"chatcmpl-mock","object":"chat.completion.chunk","created":1767225600,"model":"up-model","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}],"usage":null}""" + "\n\n";

    private static byte[] WithLength(int status, string body) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} Mock\r\ncontent-type: application/json\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    private static byte[] Chunk(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes(body.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. body, .. "\r\n"u8];
    }
}
