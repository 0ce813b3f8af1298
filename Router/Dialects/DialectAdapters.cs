// The adapters of everything the caller surface serves.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Each is stateless and shared.</summary>
internal static class DialectAdapters
{
    private static readonly ChatAdapter Chat = new();
    private static readonly ResponsesAdapter Responses = new();
    private static readonly MessagesAdapter Messages = new();

    internal static readonly IDialectAdapter CountTokens = new CountTokensAdapter();

    internal static readonly IDialectAdapter Embeddings = new EmbeddingsAdapter();

    /// <summary>The adapter of a dialect's own call.</summary>
    internal static IDialectAdapter Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.OpenAIResponses => Responses,
        Dialect.AnthropicMessages => Messages,
    };
}
