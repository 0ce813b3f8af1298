// What every request to one provider has in common, made once.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;

namespace Router.Relay;

/// <summary>
/// Addresses and fixed headers by provider and dialect. They live as long as the provider's record does, that is until a reload changes
/// it and its last request has ended.
/// </summary>
internal sealed class ProviderAddress(SimulatorAddress simulator)
{
    private const string ChatPath = "/chat/completions";

    private readonly ConditionalWeakTable<Provider, ConcurrentDictionary<(Dialect, Operation), Endpoint>> _known = [];

    /// <summary>Where a dialect of a provider is, and the headers that each request to it carries.</summary>
    internal sealed record Endpoint(Uri Address, KeyValuePair<string, string>[] Headers);

    /// <summary>False for the simulator before it listens, which a reload may have brought just now.</summary>
    internal bool IsKnown(Provider provider) => !provider.Simulated || simulator.Address is not null;

    /// <summary>Where <paramref name="provider"/> does <paramref name="operation"/> in <paramref name="dialect"/>.</summary>
    internal Endpoint Of(Provider provider, Dialect dialect, Operation operation)
    {
        var ofProvider = _known.GetValue(provider, static _ => new ConcurrentDictionary<(Dialect, Operation), Endpoint>());
        return ofProvider.TryGetValue((dialect, operation), out var endpoint)
            ? endpoint
            : ofProvider.GetOrAdd((dialect, operation), Make(provider, dialect, operation));
    }

    /// <summary>The calls beside a dialect's own one stand beside its path, wherever a vendor has put that.</summary>
    private static string PathOf(Provider provider, Dialect dialect, Operation operation)
    {
        var path = provider.Paths.TryGetValue(dialect, out var own) ? own : dialect.DefaultPath();
        return operation switch
        {
            Operation.Generate => path,
            Operation.CountTokens => path + (dialect == Dialect.OpenAIResponses ? "/input_tokens" : "/count_tokens"),
            Operation.Embed => path.EndsWith(ChatPath, StringComparison.Ordinal) ? path[..^ChatPath.Length] + "/embeddings" : "/v1/embeddings",
        };
    }

    private Endpoint Make(Provider provider, Dialect dialect, Operation operation)
    {
        var path = PathOf(provider, dialect, operation);
        var origin = provider.Simulated ? simulator.Address! : provider.BaseAddress!;
        List<KeyValuePair<string, string>> headers = [.. provider.Headers];
        AddUnlessGiven(headers, new("user-agent", "router"));
        if (Credential(provider, dialect) is { } credential)
        {
            AddUnlessGiven(headers, credential);
        }

        return new Endpoint(new Uri(origin.OriginalString.TrimEnd('/') + path), [.. headers]);
    }

    /// <summary>What the operator wrote stands; two of one name would be read as a list.</summary>
    private static void AddUnlessGiven(List<KeyValuePair<string, string>> headers, KeyValuePair<string, string> own)
    {
        if (!headers.Exists(given => given.Key.Equals(own.Key, StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(own);
        }
    }

    private static KeyValuePair<string, string>? Credential(Provider provider, Dialect dialect)
    {
        var kind = provider.Auth.Kind == AuthKind.ByDialect
            ? dialect == Dialect.AnthropicMessages ? AuthKind.XApiKey : AuthKind.Bearer
            : provider.Auth.Kind;
        return provider.ApiKey.IsEmpty ? null : kind switch
        {
            AuthKind.Bearer => new("authorization", "Bearer " + provider.ApiKey.Reveal()),
            AuthKind.XApiKey => new("x-api-key", provider.ApiKey.Reveal()),
            AuthKind.Header => new(provider.Auth.Header, provider.ApiKey.Reveal()),
            AuthKind.None or AuthKind.ByDialect => null,
        };
    }
}
