// What the type of a Messages event says.
namespace Router.Dialects;

/// <summary>The types of mapping 4.1, and the two documents that are no events.</summary>
internal enum MessagesEventKind
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>A whole answer.</summary>
    Message,

    /// <summary>The head of the stream, with the counts of the input.</summary>
    Start,

    /// <summary>A sign of life.</summary>
    Ping,

    /// <summary>A block begins.</summary>
    BlockStart,

    /// <summary>A piece of a block.</summary>
    BlockDelta,

    /// <summary>A block ends.</summary>
    BlockStop,

    /// <summary>Why the answer ended, and its counts.</summary>
    MessageDelta,

    /// <summary>The answer is whole.</summary>
    Stop,

    /// <summary>It failed.</summary>
    Error,
}
