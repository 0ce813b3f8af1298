// Builds what is sent to a target: address, headers, edited body.
using System.Buffers;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>The request of one attempt.</summary>
internal static class UpstreamCall
{
    /// <summary>The request for <paramref name="target"/>, over the exchange's body with the dialect's edits.</summary>
    internal static UpstreamRequest Build(Exchange exchange, Target target, ProviderAddress addresses)
    {
        var dialect = exchange.UpstreamDialectOf(target);
        var endpoint = addresses.Of(target.Provider, dialect, exchange.Adapter.Operation);
        if (exchange.TranslatedFor(target) is { } translated)
        {
            return new UpstreamRequest(
                endpoint.Address, new ReadOnlySequence<byte>(translated.Body.WrittenMemory), Headers(exchange, endpoint, dialect));
        }

        var body = exchange.Body!.WrittenMemory;
        var cuts = exchange.IsWithoutReasoning(target) ? ReasoningEdits.All(body.Span) : exchange.Head!.FixedEdits;
        var edits = PassthroughEdits.Of(exchange.Head!, WithThinkingOff(exchange, target, cuts), body.Span, target.Model.Id);
        return new UpstreamRequest(endpoint.Address, JsonEdits.Apply(body, edits), Headers(exchange, endpoint, dialect));
    }

    /// <summary>The edits, and those that turn thinking off where they make it necessary.</summary>
    private static IReadOnlyList<JsonEdit> WithThinkingOff(Exchange exchange, Target target, IReadOnlyList<JsonEdit> edits)
    {
        if (edits.Count == 0 || exchange.Dialect != Dialect.AnthropicMessages)
        {
            return edits;
        }

        var canSwitchOff = target.Model.TraitsOf(exchange.Dialect).ReasoningLevels.Contains(ReasoningEffort.None);
        var off = ThinkingOff.Of(exchange.Body!.WrittenSpan, edits, canSwitchOff);
        exchange.IsWithoutThinking = off.Count > 0;
        return [.. edits, .. off];
    }

    private static List<KeyValuePair<string, string>> Headers(Exchange exchange, ProviderAddress.Endpoint endpoint, Dialect dialect)
    {
        var headers = new List<KeyValuePair<string, string>>(endpoint.Headers.Length + 4)
        {
            new("accept", exchange.Head!.Stream ? "text/event-stream" : "application/json"),
            new("x-request-id", exchange.RequestId),
        };
        headers.AddRange(endpoint.Headers);
        ForwardedHeaders.Add(exchange.Http.Request.Headers, exchange.Dialect, dialect, headers);
        return headers;
    }
}
