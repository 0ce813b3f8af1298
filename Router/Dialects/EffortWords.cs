// The words for levels of reasoning, which all dialects share.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>Reads, writes and fits a level.</summary>
internal static class EffortWords
{
    /// <summary>Null for a word that is none of them.</summary>
    internal static ReasoningEffort? Read(JsonView value)
    {
        foreach (var effort in Enum.GetValues<ReasoningEffort>())
        {
            if (value.Is(Of(effort)))
            {
                return effort;
            }
        }

        return null;
    }

    internal static ReadOnlySpan<byte> Of(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => "none"u8,
        ReasoningEffort.Minimal => "minimal"u8,
        ReasoningEffort.Low => "low"u8,
        ReasoningEffort.Medium => "medium"u8,
        ReasoningEffort.High => "high"u8,
        ReasoningEffort.XHigh => "xhigh"u8,
        ReasoningEffort.Max => "max"u8,
    };

    /// <summary>The level among <paramref name="levels"/> that is nearest; of two the lower. The level itself when there are none.</summary>
    internal static ReasoningEffort Nearest(ReasoningEffort effort, ImmutableArray<ReasoningEffort> levels) =>
        levels.IsEmpty || levels.Contains(effort) ? effort : levels.MinBy(level => (Math.Abs(level - effort), level));

    /// <summary>The level that a budget of thinking tokens stands for (mapping 2.6).</summary>
    internal static ReasoningEffort OfBudget(RawNumber? budget) =>
        budget is not { } tokens ? ReasoningEffort.Medium
        : tokens.IsWithin(0, 2048) ? ReasoningEffort.Low
        : tokens.IsWithin(0, 8192) ? ReasoningEffort.Medium
        : ReasoningEffort.High;
}
