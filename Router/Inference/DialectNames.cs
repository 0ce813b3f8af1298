// How a dialect is written in configuration, ledger, metrics and headers, and its path on a provider.
namespace Router.Inference;

/// <summary>The fixed names of <see cref="Dialect"/> (contract, "Words").</summary>
internal static class DialectNames
{
    /// <summary>The name in configuration and ledger.</summary>
    internal static string Name(this Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => "openai-chat",
        Dialect.OpenAIResponses => "openai-responses",
        Dialect.AnthropicMessages => "anthropic-messages",
    };

    /// <summary>The path that a provider serves the dialect at, unless its configuration says otherwise.</summary>
    internal static string DefaultPath(this Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => "/v1/chat/completions",
        Dialect.OpenAIResponses => "/v1/responses",
        Dialect.AnthropicMessages => "/v1/messages",
    };

    /// <summary>Reads a name; false when it is none of the three.</summary>
    internal static bool TryParse(string name, out Dialect dialect)
    {
        foreach (var candidate in Enum.GetValues<Dialect>())
        {
            if (string.Equals(candidate.Name(), name, StringComparison.Ordinal))
            {
                dialect = candidate;
                return true;
            }
        }

        dialect = default;
        return false;
    }
}
