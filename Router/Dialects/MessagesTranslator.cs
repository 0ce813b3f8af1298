// Translates to and from Messages.
namespace Router.Dialects;

/// <summary>Joins the four halves; all of them are without state.</summary>
internal sealed class MessagesTranslator : ITranslator
{
    /// <inheritdoc/>
    public IRequestReader RequestReader { get; } = new MessagesInferenceReader();

    /// <inheritdoc/>
    public IRequestWriter RequestWriter { get; } = new MessagesInferenceWriter();

    /// <inheritdoc/>
    public IAnswerReader AnswerReader { get; } = new MessagesEventReader();

    /// <inheritdoc/>
    public IAnswerWriter AnswerWriter { get; } = new MessagesEventWriter();
}
