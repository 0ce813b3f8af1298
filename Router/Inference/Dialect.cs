// The three protocols that callers and providers speak.
namespace Router.Inference;

/// <summary>A protocol of a caller or of a provider; its written names are in <see cref="DialectNames"/>.</summary>
internal enum Dialect
{
    /// <summary>OpenAI Chat Completions, <c>POST /v1/chat/completions</c>.</summary>
    OpenAIChat,

    /// <summary>OpenAI Responses, <c>POST /v1/responses</c>.</summary>
    OpenAIResponses,

    /// <summary>Anthropic Messages, <c>POST /v1/messages</c>.</summary>
    AnthropicMessages,
}
