// What of the reasoning a caller wants to see.
namespace Router.Inference;

/// <summary><c>reasoning.summary</c> of Responses, <c>thinking.display</c> of Messages.</summary>
internal enum ReasoningDisplay
{
    /// <summary>The dialect's default: shown in Messages while thinking is on, not shown in Responses.</summary>
    Unsaid,

    /// <summary>Not at all.</summary>
    Omitted,

    /// <summary>Some form of it: <c>auto</c>, <c>summarized</c>.</summary>
    Summary,
    Concise,
    Detailed,
}
