// One exchange with a model service: recorded, or made for what recordings lack.
using System.Text.Json;

namespace Router.Tests.Conformance;

/// <param name="Request">The request's body as its bytes lie in the file; null when only the answer was kept.</param>
/// <param name="Headers">Of the answer, without its length.</param>
/// <param name="Body">The answer's body: the raw event stream, or the JSON as it lies in the file.</param>
/// <param name="Expected">What the official client made of it (<c>{ok}</c> or <c>{error}</c>); null when nobody asked it.</param>
/// <param name="BreakOff">The upstream closes the connection after the body, before its announced end.</param>
internal sealed record Recording(
    string Id,
    string Dialect,
    bool Stream,
    byte[]? Request,
    int Status,
    IReadOnlyList<(string Name, string Value)> Headers,
    byte[] Body,
    JsonElement? Expected,
    bool BreakOff = false)
{
    /// <summary>The answer's body is an event stream, asked for or not.</summary>
    public bool IsEventStream => Headers.Any(header => header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase)
        && header.Value.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase));
}
