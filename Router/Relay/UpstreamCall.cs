// Builds what is sent to a target: address, headers, edited body.
using System.Runtime.InteropServices;
using System.Text;
using Router.Configuration;
using Router.Dialects;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// The request of one attempt. Headers follow the mapping's section 6: the caller's credential and telemetry stay here, capability and
/// idempotency headers of the same dialect go along.
/// </summary>
internal static class UpstreamCall
{
    private static readonly string[] Forwarded = ["openai-beta", "idempotency-key", "x-client-request-id"];

    /// <summary>The request for <paramref name="target"/>, over the exchange's body with the dialect's edits.</summary>
    internal static UpstreamRequest Build(Exchange exchange, Target target, IDialectAdapter adapter, ProviderAddress addresses)
    {
        var body = exchange.Body!.WrittenMemory;
        var edits = new List<JsonEdit>(2);
        adapter.AddUpstreamEdits(exchange.Head!, body, target.Model.Id, edits);
        var endpoint = addresses.Of(target.Provider, exchange.Dialect);
        return new UpstreamRequest(endpoint.Address, JsonEdits.Apply(body, CollectionsMarshal.AsSpan(edits)), Headers(exchange, endpoint));
    }

    private static List<KeyValuePair<string, string>> Headers(Exchange exchange, ProviderAddress.Endpoint endpoint)
    {
        var headers = new List<KeyValuePair<string, string>>(endpoint.Headers.Length + 4)
        {
            new("accept", exchange.Head!.Stream ? "text/event-stream" : "application/json"),
            new("x-request-id", exchange.RequestId),
        };
        headers.AddRange(endpoint.Headers);
        foreach (var name in Forwarded)
        {
            // What is not ASCII cannot be sent on: the whole request would fail for a header that nobody needs.
            if (exchange.Http.Request.Headers.TryGetValue(name, out var value) && value.Count == 1 && Ascii.IsValid(value[0]))
            {
                headers.Add(new(name, value[0]!));
            }
        }

        return headers;
    }
}
