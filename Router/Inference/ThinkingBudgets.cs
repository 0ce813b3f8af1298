// How many tokens of thinking a level stands for, towards targets that want a number.
namespace Router.Inference;

/// <summary>The mapping's suggestion (2.6) unless configuration says otherwise.</summary>
internal sealed record ThinkingBudgets(long Minimal = 1024, long Low = 2048, long Medium = 8192, long High = 16384, long XHigh = 32768)
{
    /// <summary>The least that a Messages service takes.</summary>
    internal const long Least = 1024;

    /// <summary>The budget of a level; null for <see cref="ReasoningEffort.None"/>, which is no thinking, and <see cref="ReasoningEffort.Max"/>, which is all there is.</summary>
    internal long? Of(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None or ReasoningEffort.Max => null,
        ReasoningEffort.Minimal => Minimal,
        ReasoningEffort.Low => Low,
        ReasoningEffort.Medium => Medium,
        ReasoningEffort.High => High,
        ReasoningEffort.XHigh => XHigh,
    };
}
