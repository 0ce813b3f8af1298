// The translating halves of the three dialects.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Each is stateless and shared.</summary>
internal static class Translators
{
    private static readonly Translator Chat =
        new(new ChatInferenceReader(), new ChatInferenceWriter(), new ChatEventReader(), new ChatEventWriter());

    private static readonly Translator Responses =
        new(new ResponsesInferenceReader(), new ResponsesInferenceWriter(), new ResponsesEventReader(), new ResponsesEventWriter());

    private static readonly Translator Messages =
        new(new MessagesInferenceReader(), new MessagesInferenceWriter(), new MessagesEventReader(), new MessagesEventWriter());

    internal static Translator Of(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.OpenAIResponses => Responses,
        Dialect.AnthropicMessages => Messages,
    };
}
