// The translating half of Responses.
namespace Router.Dialects;

/// <summary>Readers and writers between Responses and the neutral model.</summary>
internal sealed class ResponsesTranslator : ITranslator
{
    /// <inheritdoc/>
    public IRequestReader RequestReader { get; } = new ResponsesInferenceReader();

    /// <inheritdoc/>
    public IRequestWriter RequestWriter { get; } = new ResponsesInferenceWriter();

    /// <inheritdoc/>
    public IAnswerReader AnswerReader { get; } = new ResponsesEventReader();

    /// <inheritdoc/>
    public IAnswerWriter AnswerWriter { get; } = new ResponsesEventWriter();
}
