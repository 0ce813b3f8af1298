// Decides how much a Messages target is to think.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <param name="Mode">The type of <c>thinking</c>.</param>
internal sealed record MessagesThinking(ThinkingMode Mode)
{
    /// <summary>Nothing is said.</summary>
    private static readonly MessagesThinking Unsaid = new(ThinkingMode.Unsaid);

    /// <summary>The level in <c>output_config</c>.</summary>
    internal ReasoningEffort? Effort { get; init; }

    private long BudgetTokens { get; init; }

    private ReasoningDisplay Display { get; init; }

    private bool IsOn => Mode is ThinkingMode.Budget or ThinkingMode.Adaptive;

    /// <summary>What the caller's wish becomes at this target (mapping 2.6), with everything that stands against it reported.</summary>
    /// <param name="limit">The output limit that is written.</param>
    internal static MessagesThinking Of(MessagesDraft draft, MessagesConversation conversation, long limit)
    {
        var wish = draft.Request.Reasoning;
        var thinking = wish.Thinking == ThinkingMode.Disabled || wish.Effort == ReasoningEffort.None ? Off(draft)
            : wish.Thinking != ThinkingMode.Unsaid || wish.Effort is not null ? On(draft, limit)
            : wish.Display is ReasoningDisplay.Summary or ReasoningDisplay.Concise or ReasoningDisplay.Detailed ? Shown(draft, limit)
            : Unsaid;
        if (!thinking.IsOn)
        {
            return thinking;
        }

        if (conversation.LastLoopBeginsWithThinking() == false)
        {
            draft.Lose(LossRule.ThinkingOffWithoutBlock);
            return CanSwitchOff(draft) ? new MessagesThinking(ThinkingMode.Disabled) : Unsaid;
        }

        if (draft.Request.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Tool })
        {
            draft.Lose(LossRule.ForcedChoiceWithThinking);
        }

        if (wish.Display is ReasoningDisplay.Concise or ReasoningDisplay.Detailed)
        {
            draft.Lose(LossRule.ReasoningDisplay);
        }

        return thinking with { Display = wish.Display };
    }

    /// <summary>Writes the member <c>thinking</c>, if there is something to say.</summary>
    internal void Write(JsonOutput json)
    {
        if (Mode == ThinkingMode.Unsaid)
        {
            return;
        }

        json.Name("thinking"u8);
        json.BeginObject();
        json.Word("type"u8, Mode switch
        {
            ThinkingMode.Budget => "enabled"u8,
            ThinkingMode.Adaptive => "adaptive"u8,
            ThinkingMode.Unsaid or ThinkingMode.Disabled => "disabled"u8,
        });
        if (Mode == ThinkingMode.Budget)
        {
            json.Number("budget_tokens"u8, BudgetTokens);
        }

        // Models with a budget show a summary unless told otherwise, newer ones show nothing.
        if (Display == ReasoningDisplay.Omitted)
        {
            json.Word("display"u8, "omitted"u8);
        }
        else if (Display != ReasoningDisplay.Unsaid && Mode == ThinkingMode.Adaptive)
        {
            json.Word("display"u8, "summarized"u8);
        }

        json.EndObject();
    }

    private static MessagesThinking Off(MessagesDraft draft)
    {
        if (draft.Traits.Reasoning == ReasoningSupport.None)
        {
            return Unsaid;
        }

        if (CanSwitchOff(draft))
        {
            return new MessagesThinking(ThinkingMode.Disabled);
        }

        draft.Lose(LossRule.EffortLevel);
        return draft.Traits.Reasoning == ReasoningSupport.Adaptive
            ? new MessagesThinking(ThinkingMode.Adaptive) { Effort = Nearest(draft, ReasoningEffort.None) }
            : Unsaid;
    }

    private static MessagesThinking On(MessagesDraft draft, long limit)
    {
        var wish = draft.Request.Reasoning;
        switch (draft.Traits.Reasoning)
        {
            case ReasoningSupport.Adaptive when wish.Thinking != ThinkingMode.Budget:
                var level = wish.Effort is { } wanted ? Nearest(draft, wanted) : null;
                if (level != wish.Effort)
                {
                    draft.Lose(LossRule.EffortLevel);
                }

                return new MessagesThinking(ThinkingMode.Adaptive) { Effort = level };
            case ReasoningSupport.Adaptive or ReasoningSupport.Budget:
                return Within(draft, limit);
            case ReasoningSupport.None or ReasoningSupport.Effort:
                draft.Lose(LossRule.Effort);
                return Unsaid;
            default:
                throw new InvalidOperationException("There are four kinds of support.");
        }
    }

    /// <summary>Only its reasoning is to be shown; how much of it there is, the model's own default decides. Never a reason to refuse.</summary>
    private static MessagesThinking Shown(MessagesDraft draft, long limit)
    {
        if (draft.Traits.Reasoning is ReasoningSupport.None or ReasoningSupport.Effort
            || draft.Request.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Tool })
        {
            draft.Lose(LossRule.ReasoningDisplay);
            return Unsaid;
        }

        return draft.Traits.Reasoning == ReasoningSupport.Adaptive ? new MessagesThinking(ThinkingMode.Adaptive) : Within(draft, limit);
    }

    /// <summary>A budget that leaves room for the answer; no thinking where there is room for none.</summary>
    private static MessagesThinking Within(MessagesDraft draft, long limit)
    {
        var wish = draft.Request.Reasoning;
        var wanted = wish.BudgetTokens is { } budget && budget.TryGetValue(out var value)
            ? (long)Math.Min(value, long.MaxValue)
            : ThinkingBudgets.Of(wish.Effort ?? ReasoningEffort.Medium) ?? long.MaxValue;
        var tokens = Math.Min(wanted, limit - 1);
        if (tokens >= ThinkingBudgets.Least)
        {
            return new MessagesThinking(ThinkingMode.Budget) { BudgetTokens = tokens };
        }

        draft.Lose(LossRule.ThinkingRoom);
        return CanSwitchOff(draft) ? new MessagesThinking(ThinkingMode.Disabled) : Unsaid;
    }

    private static bool CanSwitchOff(MessagesDraft draft) => draft.Traits.ReasoningLevels.Contains(ReasoningEffort.None);

    /// <summary>The level nearest to the one wanted, the lower one of two; null when the target has none.</summary>
    private static ReasoningEffort? Nearest(MessagesDraft draft, ReasoningEffort wanted) => draft.Traits.ReasoningLevels
        .Where(level => level != ReasoningEffort.None)
        .OrderBy(level => Math.Abs((int)level - (int)wanted)).ThenBy(level => level)
        .Select(level => (ReasoningEffort?)level)
        .FirstOrDefault();
}
