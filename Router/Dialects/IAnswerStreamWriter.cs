// Writes one stream, event by event.
using Router.Inference;

namespace Router.Dialects;

/// <summary>One per answer, since a failure before content may lead to another target and begins anew.</summary>
internal interface IAnswerStreamWriter : IAnswerSink, IDisposable
{
    /// <summary>Bytes of the answer that it keeps until the end; whoever feeds the writer bounds them.</summary>
    long HeldBytes => 0;

    /// <summary>Ends the stream with the dialect's own error event (mapping 5.2); at any place, also in the middle of a part.</summary>
    void Fail(RouterError error);
}
