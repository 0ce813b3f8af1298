// How an answer begins.
namespace Router.Inference;

/// <param name="Model">What the upstream calls the model that answers; null when it does not say.</param>
internal readonly record struct AnswerStart(string? Model)
{
    /// <summary>The tier that served, when the upstream says.</summary>
    internal ServiceTier? ServiceTier { get; init; }
}
