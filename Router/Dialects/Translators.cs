// The translating halves of the three dialects.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Each is stateless and shared.</summary>
internal static class Translators
{
    private static readonly ChatTranslator Chat = new();
    private static readonly ResponsesTranslator Responses = new();
    private static readonly MessagesTranslator Messages = new();

    internal static ITranslator Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.OpenAIResponses => Responses,
        Dialect.AnthropicMessages => Messages,
    };
}
