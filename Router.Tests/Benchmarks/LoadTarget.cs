// Where load goes, and the exact bytes of one request of it.
using System.Globalization;
using System.Text;

namespace Router.Tests.Benchmarks;

/// <param name="Name">direct, bare or router.</param>
/// <param name="Process">The process that is measured, for its CPU time; 0 when there is none.</param>
internal sealed record LoadTarget(string Name, int Port, string Token, int Process)
{
    /// <summary>A chat request of about 600 bytes for the group <c>g</c>.</summary>
    /// <param name="mock">What the mock upstream shall do; null for a whole answer at once.</param>
    public byte[] Request(string? mock = null)
    {
        var stream = mock is "burst" or "each" or "slow" ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
        var text = string.Concat(Enumerable.Repeat("What is the weather like in the capital today? ", 9));
        var body = $$"""{"model":"g","messages":[{"role":"system","content":"You are terse."},{"role":"user","content":"{{(mock is null ? "" : $"mock:{mock} ")}}{{text}}"}],"temperature":0.2,"max_completion_tokens":256{{stream}}}""";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:{Port}\r\nauthorization: Bearer {Token}\r\ncontent-type: application/json\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n");
        return Encoding.UTF8.GetBytes(head + body);
    }
}
