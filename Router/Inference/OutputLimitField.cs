// What a Chat target calls its output limit.
namespace Router.Inference;

/// <summary>The trait <c>maxTokensField</c>.</summary>
internal enum OutputLimitField
{
    MaxCompletionTokens,

    /// <summary>The older name, the only one that some vendors know.</summary>
    MaxTokens,
}
