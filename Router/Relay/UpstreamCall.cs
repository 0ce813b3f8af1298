// Builds what is sent to a target: address, headers, edited body.
using Router.Configuration;
using Router.Dialects;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>The request of one attempt.</summary>
internal static class UpstreamCall
{
    /// <summary>The request for <paramref name="target"/>, over the exchange's body with the dialect's edits.</summary>
    internal static UpstreamRequest Build(Exchange exchange, Target target, ProviderAddress addresses)
    {
        var body = exchange.Body!.WrittenMemory;
        var edits = PassthroughEdits.Of(exchange.Head!, body.Span, target.Model.Id);
        var endpoint = addresses.Of(target.Provider, exchange.Dialect, exchange.Adapter.Operation);
        return new UpstreamRequest(endpoint.Address, JsonEdits.Apply(body, edits), Headers(exchange, endpoint));
    }

    private static List<KeyValuePair<string, string>> Headers(Exchange exchange, ProviderAddress.Endpoint endpoint)
    {
        var headers = new List<KeyValuePair<string, string>>(endpoint.Headers.Length + 4)
        {
            new("accept", exchange.Head!.Stream ? "text/event-stream" : "application/json"),
            new("x-request-id", exchange.RequestId),
        };
        headers.AddRange(endpoint.Headers);
        ForwardedHeaders.Add(exchange.Http.Request.Headers, exchange.Dialect, headers);
        return headers;
    }
}
