// What one event means for the stream it stands in.
namespace Router.Tests.Conformance.Streams;

[Flags]
internal enum EventTraits
{
    /// <summary>A preamble, a sign of life, or something that is not known.</summary>
    None = 0,

    /// <summary>Something for the reader: from the first one on, a failure can only be told within the stream.</summary>
    Content = 1,

    /// <summary>Usage and nothing else (mapping 4.2), passed on only to who asked for it.</summary>
    UsageOnly = 2,

    /// <summary>The answer is whole, and the stream may end behind it.</summary>
    Finished = 4,

    /// <summary>The dialect's own end of a stream.</summary>
    End = 8,

    /// <summary>The dialect's own end of a stream that failed.</summary>
    Failure = 16,

    /// <summary>An error that the end of the failed stream should still follow.</summary>
    Warning = 32,

    /// <summary>Not of the dialect at all.</summary>
    Garbage = 64,

    /// <summary>The closing word <c>[DONE]</c> where it is not the end itself.</summary>
    Closing = 128,
}
