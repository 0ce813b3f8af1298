// Why an answer ended.
namespace Router.Inference;

/// <summary>The rows of mapping 3.1. A reader says <see cref="ToolCalls"/> whenever a call went before, whatever the upstream says of a normal end.</summary>
internal enum FinishReason
{
    Stop,

    /// <summary>At one of the caller's sequences, which only Messages tells.</summary>
    StopSequence,

    /// <summary>At the output limit.</summary>
    Length,

    /// <summary>At the end of the context window; told apart only by Messages.</summary>
    ContextWindow,

    ToolCalls,

    /// <summary>Somebody's filter, or in Messages a refusal of the service.</summary>
    ContentFilter,
}
