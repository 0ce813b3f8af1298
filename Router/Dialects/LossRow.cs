// One row of the table of losses.
using Router.Inference;

namespace Router.Dialects;

/// <summary>What a rule is called in each dialect and what becomes of it towards each.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Chat">The member in Chat; null when Chat has no such thing.</param>
/// <param name="Responses">The member in Responses; null when Responses has no such thing.</param>
/// <param name="Messages">The member in Messages; null when Messages has no such thing.</param>
/// <param name="ToChat">Its fate towards Chat, when it cannot be carried exactly there.</param>
/// <param name="ToResponses">The same towards Responses.</param>
/// <param name="ToMessages">The same towards Messages.</param>
/// <param name="Why">What is done instead, or why nothing can be.</param>
/// <param name="Unless">When it is exact all the same: a trait of the target, or a condition in words.</param>
internal sealed record LossRow(
    LossRule Rule, string? Chat, string? Responses, string? Messages, Fate ToChat, Fate ToResponses, Fate ToMessages, string Why, string? Unless = null)
{
    /// <summary>What becomes of it towards a dialect.</summary>
    internal Fate Towards(Dialect target) => target switch
    {
        Dialect.OpenAIChat => ToChat,
        Dialect.OpenAIResponses => ToResponses,
        Dialect.AnthropicMessages => ToMessages,
    };

    /// <summary>The member in a dialect; null when the dialect has no such thing.</summary>
    internal string? NameIn(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => Chat,
        Dialect.OpenAIResponses => Responses,
        Dialect.AnthropicMessages => Messages,
    };
}
