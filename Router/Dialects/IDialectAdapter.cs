// Everything the relay asks of a dialect.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Synchronous and pure: no I/O, no clock, no logger, no randomness. One instance serves all requests at once.</summary>
internal interface IDialectAdapter
{
    Dialect Dialect { get; }

    /// <summary>What may go out while nothing else does, so that the connection is seen to live.</summary>
    ReadOnlySpan<byte> Heartbeat { get; }

    /// <summary>Checks a request's body and reads its head; null with <paramref name="error"/> when it is refused.</summary>
    RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error);

    /// <summary>
    /// Adds the closed list of edits of a same-dialect route: the model's name and what accounting needs. Leaves
    /// <paramref name="edits"/> sorted.
    /// </summary>
    void AddUpstreamEdits(RequestHead head, ReadOnlyMemory<byte> body, string upstreamModel, List<JsonEdit> edits);

    /// <summary>Reads the body of a unary 200.</summary>
    AnswerFacts ReadAnswer(ReadOnlySpan<byte> body);

    /// <summary>A new observer for one stream.</summary>
    /// <param name="callerWantsUsage">False: a frame of usage alone is marked <see cref="FrameFacts.UsageOnly"/>.</param>
    /// <param name="answers">How many answers were asked for (<see cref="RequestHead.AnswerCount"/>).</param>
    IStreamObserver CreateObserver(bool callerWantsUsage, int answers);

    /// <summary>Reads the body of an answer that is not 200, whatever it is.</summary>
    UpstreamErrorFacts ReadError(int status, ReadOnlySpan<byte> body);

    /// <summary>Writes the whole body of an error answer.</summary>
    void WriteError(IBufferWriter<byte> output, RouterError error, string requestId);

    /// <summary>Writes the event or events that end a stream whose status has gone out already.</summary>
    void WriteStreamError(IBufferWriter<byte> output, RouterError error, string requestId);
}
