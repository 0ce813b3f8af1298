// The Chat Completions dialect.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Joins the readers and writers of Chat Completions behind the relay's one interface.</summary>
internal sealed class ChatAdapter : IDialectAdapter
{
    /// <inheritdoc/>
    public Dialect Dialect => Dialect.OpenAIChat;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Heartbeat => ": keep-alive\n\n"u8;

    /// <inheritdoc/>
    public RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error) => ChatRequestReader.Read(body.Span, out error);

    /// <inheritdoc/>
    public void AddUpstreamEdits(RequestHead head, ReadOnlyMemory<byte> body, string upstreamModel, List<JsonEdit> edits)
    {
        var name = JsonEncodedText.Encode(upstreamModel, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var quoted = new byte[name.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        name.CopyTo(quoted.AsSpan(1));
        if (!body.Span.Slice(head.ModelStart, head.ModelLength).SequenceEqual(quoted))
        {
            edits.Add(new JsonEdit(head.ModelStart, head.ModelLength, quoted));
        }

        edits.AddRange(head.FixedEdits);
        edits.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : left.Length.CompareTo(right.Length));
    }

    /// <inheritdoc/>
    public AnswerFacts ReadAnswer(ReadOnlySpan<byte> body) => ChatAnswerReader.Read(body);

    /// <inheritdoc/>
    public IStreamObserver CreateObserver(bool callerWantsUsage, int answers) => new ChatStreamObserver(callerWantsUsage, answers);

    /// <inheritdoc/>
    public UpstreamErrorFacts ReadError(int status, ReadOnlySpan<byte> body) => UpstreamErrorReader.Read(status, body);

    /// <inheritdoc/>
    public void WriteError(IBufferWriter<byte> output, RouterError error, string requestId) =>
        ErrorEnvelope.Write(Dialect, output, error, requestId);

    /// <inheritdoc/>
    public void WriteStreamError(IBufferWriter<byte> output, RouterError error, string requestId)
    {
        output.Write("data: "u8);
        ErrorEnvelope.Write(Dialect, output, error, requestId);
        output.Write("\n\n"u8);
    }
}
