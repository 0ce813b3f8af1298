// In which dialect a target is spoken to.
using Router.Configuration;
using Router.Dialects;
using Router.Inference;

namespace Router.Relay;

/// <summary>The caller's own where the provider speaks it, since nothing is lost then; else the provider's first.</summary>
internal static class TargetDialect
{
    /// <summary>
    /// True when a call of the provider's own counts tokens (mapping section 7). Where there is none, the request is looked at in the dialect
    /// that it would be sent in, and its tokens are estimated.
    /// </summary>
    internal static bool Counts(Provider provider) => provider.Dialects.Any(dialect => dialect is Dialect.AnthropicMessages or Dialect.OpenAIResponses);

    /// <summary>Null when no translation leads from the caller's call to the provider.</summary>
    internal static Dialect? Of(Provider provider, Dialect caller, Operation operation) =>
        provider.Dialects.Contains(caller) ? caller : operation switch
        {
            Operation.Generate => provider.Dialects[0],

            Operation.CountTokens => provider.Dialects.Contains(Dialect.OpenAIResponses) ? Dialect.OpenAIResponses : provider.Dialects[0],

            // The two OpenAI dialects share their embeddings.
            Operation.Embed => provider.Dialects.Contains(Dialect.OpenAIResponses) ? caller : null,
        };
}
