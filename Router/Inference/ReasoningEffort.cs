// The levels of reasoning, least first.
namespace Router.Inference;

/// <summary>Messages has no <see cref="Minimal"/>, and says <see cref="None"/> by switching thinking off.</summary>
internal enum ReasoningEffort
{
    None,
    Minimal,
    Low,
    Medium,
    High,
    XHigh,
    Max,
}
