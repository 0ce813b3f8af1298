// How many tokens of thinking a level stands for, towards targets that want a number.
namespace Router.Inference;

/// <summary>The mapping's suggestion (2.6).</summary>
internal static class ThinkingBudgets
{
    /// <summary>The least that a Messages service takes.</summary>
    internal const long Least = 1024;

    /// <summary>The budget of a level; null for <see cref="ReasoningEffort.None"/>, which is no thinking, and <see cref="ReasoningEffort.Max"/>, which is all there is.</summary>
    internal static long? Of(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None or ReasoningEffort.Max => null,
        ReasoningEffort.Minimal => 1024,
        ReasoningEffort.Low => 2048,
        ReasoningEffort.Medium => 8192,
        ReasoningEffort.High => 16384,
        ReasoningEffort.XHigh => 32768,
    };
}
