// How much a model is to think, and what of it is to be seen.
namespace Router.Inference;

/// <summary>The OpenAI dialects say an effort; Messages says a mode, a budget and an effort.</summary>
internal sealed record ReasoningWish
{
    /// <summary>Nothing asked for.</summary>
    internal static ReasoningWish None { get; } = new();

    /// <summary>Null when the caller named none.</summary>
    internal ReasoningEffort? Effort { get; init; }

    internal ThinkingMode Thinking { get; init; }

    /// <summary>Of <see cref="ThinkingMode.Budget"/>.</summary>
    internal RawNumber? BudgetTokens { get; init; }

    internal ReasoningDisplay Display { get; init; }

    /// <summary>A Responses caller wants <c>encrypted_content</c>, to send it back in the next turn.</summary>
    internal bool Sealed { get; init; }
}
