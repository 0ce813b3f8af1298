// Watches the frames of a same-dialect stream go by.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>One per attempt. Looks at each frame once, in order, changes none and allocates nothing for an event of an answer's text.</summary>
internal interface IStreamObserver
{
    /// <summary>What the upstream counted so far; of each count the last value seen.</summary>
    TokenUsage Usage { get; }

    /// <summary>What the upstream says it cost, in nano-dollars.</summary>
    long? UpstreamCostNano { get; }

    /// <summary>Bytes of text, reasoning and tool arguments seen, for an estimate when no usage comes.</summary>
    long ContentBytes { get; }

    /// <summary>The failure that the stream told of, or bytes that are not of the dialect; the first one.</summary>
    UpstreamErrorFacts? Error { get; }

    /// <summary>The event that told of <see cref="Error"/> is the dialect's own end of a failed stream; else that is still to be written.</summary>
    bool ErrorEnds => true;

    /// <summary>The answer is whole: its end event came, or as many answers as were asked for have ended and no other has begun.</summary>
    bool SawEnd { get; }

    /// <summary>The ids under which the provider keeps what the stream created so far; in some dialects an answer creates none.</summary>
    IReadOnlyCollection<StoredId> Created => [];

    /// <summary>In the last frame's <see cref="SseFrame.Raw"/>, the value of its model name with quotes; -1 when absent or not asked for.</summary>
    int ModelStart { get; }

    /// <inheritdoc cref="ModelStart"/>
    int ModelLength { get; }

    /// <param name="wantModel">Also find the model name, for <c>model_identity: group</c>.</param>
    FrameFacts Observe(in SseFrame frame, bool wantModel = false);

    /// <summary>The upstream closed the stream; what was held open is settled now.</summary>
    void Complete();

    /// <summary>
    /// Writes the event or events that end the stream, as seen so far, when it failed after its status had gone out. On an observer that
    /// has seen nothing: everything that a stream needs which fails before it began.
    /// </summary>
    void WriteError(IBufferWriter<byte> output, RouterError error, in StreamFailure failure);
}
