// What one event of a stream means to the relay.
namespace Router.Dialects;

/// <summary>Facts of one frame; several may hold at once.</summary>
[Flags]
internal enum FrameFacts
{
    /// <summary>A preamble or something unknown: passed on, and not yet an answer.</summary>
    None = 0,

    /// <summary>Part of the answer: text, reasoning, a tool call, a refusal, or why it ended.</summary>
    Content = 1,

    /// <summary>Usage and nothing else, which the caller did not ask for: it is not passed on.</summary>
    UsageOnly = 2,

    /// <summary>The stream failed, see <see cref="IStreamObserver.Error"/>; the frame is not passed on.</summary>
    Error = 4,

    /// <summary>The dialect's own end of a stream.</summary>
    End = 8,

    /// <summary>A comment or an empty event.</summary>
    Ignorable = 16,
}
