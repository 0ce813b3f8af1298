// The Chat Completions dialect.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Joins the readers and writers of Chat Completions behind the relay's one interface.</summary>
internal sealed class ChatAdapter : IDialectAdapter
{
    /// <inheritdoc/>
    public Dialect Dialect => Dialect.OpenAIChat;

    /// <inheritdoc/>
    public Operation Operation => Operation.Generate;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Heartbeat => ": keep-alive\n\n"u8;

    /// <inheritdoc/>
    public RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error) => ChatRequestReader.Read(body.Span, out error);

    /// <inheritdoc/>
    public AnswerFacts ReadAnswer(ReadOnlySpan<byte> body) => ChatAnswerReader.Read(body);

    /// <inheritdoc/>
    public IStreamObserver CreateObserver(bool callerWantsUsage, int answers) => new ChatStreamObserver(callerWantsUsage, answers);
}
