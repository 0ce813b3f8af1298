// The modes of thinking that Messages knows.
namespace Router.Inference;

/// <summary>What <c>thinking.type</c> says; callers of the other dialects leave it <see cref="Unsaid"/>.</summary>
internal enum ThinkingMode
{
    Unsaid,
    Disabled,

    /// <summary><c>enabled</c>, with a budget.</summary>
    Budget,
    Adaptive,
}
