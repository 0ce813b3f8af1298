// Reads Chat Completions answers into events.
using Router.Inference;

namespace Router.Dialects;

/// <summary>A whole body is read as the one chunk of a stream that ends with it.</summary>
internal sealed class ChatEventReader : IAnswerReader
{
    /// <inheritdoc/>
    public IAnswerStreamReader Open(AnswerSource source) => new ChatAnswerStream(source);

    /// <inheritdoc/>
    public AnswerFailure? Read(ReadOnlyMemory<byte> body, AnswerSource source, IAnswerSink sink)
    {
        using var stream = new ChatAnswerStream(source);
        return stream.ReadWhole(body.Span, sink) is { } failure ? failure with { Counted = stream.Counted } : null;
    }
}
