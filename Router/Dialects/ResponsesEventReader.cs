// Reads Responses answers into events.
using Router.Inference;

namespace Router.Dialects;

/// <summary>A whole body is read as the last event of a stream that said nothing before it.</summary>
internal sealed class ResponsesEventReader : IAnswerReader
{
    /// <inheritdoc/>
    public IAnswerStreamReader Open(AnswerSource source) => new ResponsesAnswerStream(source);

    /// <inheritdoc/>
    public AnswerFailure? Read(ReadOnlyMemory<byte> body, AnswerSource source, IAnswerSink sink)
    {
        using var stream = new ResponsesAnswerStream(source);
        return stream.ReadWhole(body.Span, sink) is { } failure ? failure with { Counted = stream.Counted } : null;
    }
}
