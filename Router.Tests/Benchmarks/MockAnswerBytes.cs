// The answers of one dialect, as bytes that are ready to be sent.
using System.Globalization;
using System.Text;

namespace Router.Tests.Benchmarks;

internal sealed class MockAnswerBytes
{
    private static readonly byte[] StreamHead =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n"u8.ToArray();

    /// <param name="whole">The body of an answer that is no stream.</param>
    public MockAnswerBytes(string whole, MockStream stream)
    {
        Whole = WithLength(200, whole);
        Events = [.. stream.Events.Select((text, number) => number == 0 ? [.. StreamHead, .. Chunk(text)] : Chunk(text))];
        Opening = stream.Opening;
        Burst = [.. StreamHead, .. Chunk(string.Concat(stream.Events)), .. StreamEnd];
    }

    public byte[] Whole { get; }

    /// <summary>The stream as one write.</summary>
    public byte[] Burst { get; }

    /// <summary>The stream event by event; the first has the head before it, and <see cref="StreamEnd"/> comes after the last.</summary>
    public byte[][] Events { get; }

    /// <inheritdoc cref="MockStream.Opening"/>
    public int Opening { get; }

    /// <summary>Ends the chunked body.</summary>
    public static byte[] StreamEnd { get; } = "0\r\n\r\n"u8.ToArray();

    public static byte[] NotFound { get; } =
        WithLength(404, """{"error":{"message":"no such path","type":"invalid_request_error","param":null,"code":null}}""");

    private static byte[] WithLength(int status, string body) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} Mock\r\ncontent-type: application/json\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    private static byte[] Chunk(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes(body.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. body, .. "\r\n"u8];
    }
}
