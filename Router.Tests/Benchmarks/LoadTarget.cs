// Where load goes, and the exact bytes of one request of it.
using System.Globalization;
using System.Text;
using Router.Inference;

namespace Router.Tests.Benchmarks;

/// <param name="Name">direct, bare or router.</param>
/// <param name="Process">The process that is measured, for its CPU time; 0 when there is none.</param>
internal sealed record LoadTarget(string Name, int Port, string Token, int Process)
{
    public byte[] Request(BenchLoad load)
    {
        var body = RequestBody.Of(load);
        var version = load.Client == Dialect.AnthropicMessages ? "anthropic-version: 2023-06-01\r\n" : "";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {load.Client.DefaultPath()} HTTP/1.1\r\nhost: 127.0.0.1:{Port}\r\nauthorization: Bearer {Token}\r\n{version}content-type: application/json\r\ncontent-length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
