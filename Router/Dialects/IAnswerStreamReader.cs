// Reads one stream, frame by frame.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>One per attempt. After a failure, and after <see cref="IAnswerSink.End"/>, nothing more reaches the sink.</summary>
internal interface IAnswerStreamReader : IDisposable
{
    /// <summary>The usage has come before the end: it comes last, so that a connection which breaks behind it broke nothing.</summary>
    bool UsageSeen => false;

    /// <summary>What the upstream has counted so far, also of an answer that fails or is not read to its end.</summary>
    UsageReport Counted { get; }

    /// <summary>Memory that what was read and waits for its turn takes; whoever feeds the reader bounds the answer.</summary>
    long WaitingBytes => 0;

    /// <summary>Reads a frame; null while all is well.</summary>
    AnswerFailure? Read(in SseFrame frame, IAnswerSink sink);

    /// <summary>The upstream closed the stream: what waited for that is settled now. Null when the answer is whole.</summary>
    AnswerFailure? Complete(IAnswerSink sink);
}
