// Builds what is sent to a target: address, headers, edited body.
using System.Runtime.InteropServices;
using System.Text;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// The request of one attempt. Headers follow the mapping's section 6: the caller's credential and telemetry stay here, capability and
/// idempotency headers of the same dialect go along.
/// </summary>
internal static class UpstreamCall
{
    private static readonly string[] ForwardedOpenAI = ["openai-beta", "idempotency-key", "x-client-request-id"];

    /// <summary>The request for <paramref name="target"/>, over the exchange's body with the dialect's edits.</summary>
    /// <param name="simulator">Where the built-in simulator listens, for a provider that is simulated.</param>
    internal static UpstreamRequest Build(Exchange exchange, Target target, IDialectAdapter adapter, Uri? simulator)
    {
        var provider = target.Provider;
        var body = exchange.Body!.WrittenMemory;
        var edits = new List<JsonEdit>(2);
        adapter.AddUpstreamEdits(exchange.Head!, body, target.Model.Id, edits);
        return new UpstreamRequest(
            Address(provider, exchange.Dialect, simulator),
            JsonEdits.Apply(body, CollectionsMarshal.AsSpan(edits)),
            Headers(exchange, provider));
    }

    private static Uri Address(Provider provider, Dialect dialect, Uri? simulator)
    {
        var path = provider.Paths.TryGetValue(dialect, out var own) ? own : dialect.DefaultPath();
        var origin = provider.Simulated ? simulator! : provider.BaseAddress!;
        return new Uri(origin.OriginalString.TrimEnd('/') + path);
    }

    private static List<KeyValuePair<string, string>> Headers(Exchange exchange, Provider provider)
    {
        var headers = new List<KeyValuePair<string, string>>(8)
        {
            new("accept", exchange.Head!.Stream ? "text/event-stream" : "application/json"),
            new("x-request-id", exchange.RequestId),
            new("user-agent", "router"),
        };
        Credential(provider, exchange.Dialect, headers);
        foreach (var name in ForwardedOpenAI)
        {
            // What is not ASCII cannot be sent on: the whole request would fail for a header that nobody needs.
            if (exchange.Http.Request.Headers.TryGetValue(name, out var value) && value.Count == 1 && Ascii.IsValid(value[0]))
            {
                headers.Add(new(name, value[0]!));
            }
        }

        headers.AddRange(provider.Headers);
        return headers;
    }

    private static void Credential(Provider provider, Dialect dialect, List<KeyValuePair<string, string>> headers)
    {
        if (provider.ApiKey.IsEmpty)
        {
            return;
        }

        var kind = provider.Auth.Kind == AuthKind.ByDialect
            ? dialect == Dialect.AnthropicMessages ? AuthKind.XApiKey : AuthKind.Bearer
            : provider.Auth.Kind;
        if (kind == AuthKind.Bearer)
        {
            headers.Add(new("authorization", "Bearer " + provider.ApiKey.Reveal()));
        }
        else if (kind == AuthKind.XApiKey)
        {
            headers.Add(new("x-api-key", provider.ApiKey.Reveal()));
        }
        else if (kind == AuthKind.Header)
        {
            headers.Add(new(provider.Auth.Header, provider.ApiKey.Reveal()));
        }
    }
}
