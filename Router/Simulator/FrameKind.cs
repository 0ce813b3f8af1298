// Where in an answer's stream a frame stands.
namespace Router.Simulator;

internal enum FrameKind
{
    /// <summary>Before any content, and the brackets around content.</summary>
    Frame,

    /// <summary>A piece of content.</summary>
    Content,

    /// <summary>The normal end: finish reason, usage, last event.</summary>
    End,
}
