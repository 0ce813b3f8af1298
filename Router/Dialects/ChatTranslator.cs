// The translating half of Chat Completions.
namespace Router.Dialects;

/// <summary>Readers and writers between Chat Completions and the neutral model.</summary>
internal sealed class ChatTranslator : ITranslator
{
    /// <inheritdoc/>
    public IRequestReader RequestReader { get; } = new ChatInferenceReader();

    /// <inheritdoc/>
    public IRequestWriter RequestWriter { get; } = new ChatInferenceWriter();

    /// <inheritdoc/>
    public IAnswerReader AnswerReader { get; } = new ChatEventReader();

    /// <inheritdoc/>
    public IAnswerWriter AnswerWriter { get; } = new ChatEventWriter();
}
