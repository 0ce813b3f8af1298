// One upstream answer to one request, and what must come of it in one cell.
using System.Text.Json;

namespace Router.Tests.Conformance;

/// <param name="RequestBody">Makes the caller's body for the group it is sent to.</param>
/// <param name="BreakOff">The upstream closes the connection after the body, before its announced end.</param>
/// <param name="Reading">The dialect-free reading of the answer; null when there is none to compare.</param>
internal sealed record Case(
    string Name,
    bool Stream,
    Func<string, byte[]> RequestBody,
    int Status,
    IReadOnlyList<(string Name, string Value)> Headers,
    byte[] Body,
    Expectation Expectation,
    JsonElement? Reading,
    bool BreakOff = false)
{
    /// <summary>Which row of the table it counts in.</summary>
    public string Kind { get; init; } = Stream ? "stream" : "json";

    /// <summary>Whether the official client asks for it too; it asks in its own words, so not for what depends on the request.</summary>
    public bool IsForClient { get; init; } = true;
}
