// How much thinking an OpenAI target is asked for.
using Router.Inference;

namespace Router.Dialects;

/// <summary>From whatever way the caller's dialect says it (mapping 2.6).</summary>
internal static class EffortWish
{
    /// <summary>The level to write; null for nothing.</summary>
    internal static ReasoningEffort? Of(ReasoningWish wish, TargetTraits traits, LossReport report)
    {
        if (Asked(wish, report) is not { } asked)
        {
            return null;
        }

        if (traits.Reasoning == ReasoningSupport.None)
        {
            if (asked != ReasoningEffort.None)
            {
                // Adaptive thinking leaves it to the model, and this one does not think.
                report.Lose(wish.Thinking == ThinkingMode.Adaptive ? LossRule.EffortLevel : LossRule.Effort);
            }

            return null;
        }

        var nearest = EffortWords.Nearest(asked, traits.ReasoningLevels);
        if (nearest != asked)
        {
            report.Lose(LossRule.EffortLevel);
        }

        return nearest;
    }

    private static ReasoningEffort? Asked(ReasoningWish wish, LossReport report)
    {
        switch (wish.Thinking)
        {
            case ThinkingMode.Disabled:
                return ReasoningEffort.None;
            case ThinkingMode.Budget:
                report.Lose(LossRule.ThinkingBudget);
                return wish.Effort ?? EffortWords.OfBudget(wish.BudgetTokens);
            case ThinkingMode.Unsaid or ThinkingMode.Adaptive:
                return wish.Effort;
            default:
                throw new InvalidOperationException();
        }
    }
}
