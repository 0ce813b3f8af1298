// The Messages dialect.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Joins the readers and writers of Messages behind the relay's one interface.</summary>
internal sealed class MessagesAdapter : IDialectAdapter
{
    /// <inheritdoc/>
    public Dialect Dialect => Dialect.AnthropicMessages;

    /// <inheritdoc/>
    public Operation Operation => Operation.Generate;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Heartbeat => "event: ping\ndata: {\"type\": \"ping\"}\n\n"u8;

    /// <inheritdoc/>
    public RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error) => MessagesRequestReader.Read(body.Span, out error);

    /// <inheritdoc/>
    public AnswerFacts ReadAnswer(ReadOnlySpan<byte> body) => MessagesAnswerReader.Read(body);

    /// <inheritdoc/>
    public IStreamObserver CreateObserver(bool callerWantsUsage, int answers) => new MessagesStreamObserver();
}
