// In which dialect a target is spoken to.
using Router.Configuration;
using Router.Dialects;
using Router.Inference;

namespace Router.Relay;

/// <summary>The caller's own where the provider speaks it, since nothing is lost then; else the provider's first.</summary>
internal static class TargetDialect
{
    /// <summary>Null when no translation leads from the caller's call to the provider.</summary>
    internal static Dialect? Of(Provider provider, Dialect caller, Operation operation) =>
        provider.Dialects.Contains(caller) ? caller : operation switch
        {
            Operation.Generate => provider.Dialects[0],

            // Of the others, Responses alone counts (mapping section 7).
            Operation.CountTokens => provider.Dialects.Contains(Dialect.OpenAIResponses) ? Dialect.OpenAIResponses : null,

            // The two OpenAI dialects share their embeddings.
            Operation.Embed => provider.Dialects.Contains(Dialect.OpenAIResponses) ? caller : null,
        };
}
