// Everything the relay asks of a dialect.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Synchronous and pure: no I/O, no clock, no logger, no randomness. One instance serves all requests at once.</summary>
internal interface IDialectAdapter
{
    Dialect Dialect { get; }

    /// <summary>What is asked of a provider that speaks the dialect.</summary>
    Operation Operation { get; }

    /// <summary>What may go out while nothing else does, so that the connection is seen to live. Of an operation that streams.</summary>
    ReadOnlySpan<byte> Heartbeat => throw new InvalidOperationException($"{Operation} does not stream.");

    /// <summary>Checks a request's body and reads its head; null with <paramref name="error"/> when it is refused.</summary>
    RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error);

    /// <summary>Reads the body of a unary 200.</summary>
    AnswerFacts ReadAnswer(ReadOnlySpan<byte> body);

    /// <summary>A new observer for one stream. Of an operation that streams.</summary>
    /// <param name="callerWantsUsage">False: a frame of usage alone is marked <see cref="FrameFacts.UsageOnly"/>.</param>
    /// <param name="answers">How many answers were asked for (<see cref="RequestHead.AnswerCount"/>).</param>
    IStreamObserver CreateObserver(bool callerWantsUsage, int answers) => throw new InvalidOperationException($"{Operation} does not stream.");
}
