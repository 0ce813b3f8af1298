// How a target is told to think.
namespace Router.Inference;

/// <summary>The trait <c>reasoning</c>.</summary>
internal enum ReasoningSupport
{
    /// <summary>It cannot.</summary>
    None,

    /// <summary>By a level alone (Chat, Responses).</summary>
    Effort,

    /// <summary>By a budget of tokens (older Messages models).</summary>
    Budget,

    /// <summary>By <c>thinking: adaptive</c> and a level (newer Messages models).</summary>
    Adaptive,
}
