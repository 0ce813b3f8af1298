// Takes a provider's own key out of what its upstream says.
using System.Text;
using Router.Configuration;
using Router.Dialects;

namespace Router.Relay;

/// <summary>Some services repeat the key that they refuse or could not use. It is the operator's, whatever it looks like.</summary>
internal static class EchoedKey
{
    private const string Mark = "[redacted]";

    /// <summary>A shorter key would be found in ordinary words.</summary>
    private const int Shortest = 8;

    /// <summary>True when <paramref name="body"/> holds the key as it is.</summary>
    internal static bool IsIn(Provider provider, ReadOnlySpan<byte> body) =>
        KeyOf(provider) is { } key && body.IndexOf(Encoding.UTF8.GetBytes(key)) >= 0;

    /// <summary>The same words without the key.</summary>
    internal static UpstreamErrorFacts BlotOut(Provider provider, UpstreamErrorFacts facts) => KeyOf(provider) is not { } key
        ? facts
        : facts with { Message = Without(key, facts.Message), Code = Without(key, facts.Code), Param = Without(key, facts.Param) };

    /// <inheritdoc cref="BlotOut(Provider, UpstreamErrorFacts)"/>
    internal static AttemptFailure BlotOut(Provider provider, AttemptFailure failure) => KeyOf(provider) is not { } key
        ? failure
        : failure with
        {
            Error = failure.Error with { Detail = Without(key, failure.Error.Detail)! },
            Refusal = failure.Refusal is { } refusal ? BlotOut(provider, refusal) : null,
        };

    private static string? KeyOf(Provider provider) => provider.ApiKey.Reveal() is { Length: >= Shortest } key ? key : null;

    private static string? Without(string key, string? text) => text?.Replace(key, Mark, StringComparison.Ordinal);
}
