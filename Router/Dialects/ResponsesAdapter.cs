// The Responses dialect.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Joins the readers and writers of Responses behind the relay's one interface.</summary>
internal sealed class ResponsesAdapter : IDialectAdapter
{
    /// <inheritdoc/>
    public Dialect Dialect => Dialect.OpenAIResponses;

    /// <inheritdoc/>
    public Operation Operation => Operation.Generate;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Heartbeat => ": keep-alive\n\n"u8;

    /// <inheritdoc/>
    public RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error) => ResponsesRequestReader.Read(body.Span, out error);

    /// <inheritdoc/>
    public AnswerFacts ReadAnswer(ReadOnlySpan<byte> body) => ResponsesAnswerReader.Read(body);

    /// <inheritdoc/>
    public IStreamObserver CreateObserver(bool callerWantsUsage, int answers) => new ResponsesStreamObserver();
}
