// A request as a scripted upstream received it: the bytes, not an interpretation.
using System.Text;
using System.Text.Json.Nodes;

namespace Router.Tests.Support;

/// <param name="Number">1 for the first request this upstream received.</param>
/// <param name="Connection">1 for the first connection this upstream accepted.</param>
/// <param name="Target">Path and query as on the request line.</param>
/// <param name="Headers">In order of arrival, with the sender's letter case.</param>
/// <param name="Body">Without the chunk framing.</param>
internal sealed record UpstreamRequest(
    int Number,
    int Connection,
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body)
{
    public string Path => Target.Split('?')[0];

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The body as JSON; throws when it is none.</summary>
    public JsonNode Json => JsonNode.Parse(Body.Span)!;

    /// <summary>The header's values joined by a comma, or null when it was not sent. Names match in any letter case.</summary>
    public string? this[string header]
    {
        get
        {
            var values = Headers
                .Where(pair => pair.Key.Equals(header, StringComparison.OrdinalIgnoreCase))
                .Select(pair => pair.Value)
                .ToArray();
            return values.Length == 0 ? null : string.Join(", ", values);
        }
    }
}
