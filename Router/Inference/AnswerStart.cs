// How an answer begins.
namespace Router.Inference;

/// <param name="Id">The upstream's id of it, for the log; callers get one in their own dialect's style.</param>
/// <param name="Model">What the upstream calls the model that answers; null when it does not say.</param>
internal readonly record struct AnswerStart(string? Id, string? Model)
{
    /// <summary>The tier that served, when the upstream says.</summary>
    internal ServiceTier? ServiceTier { get; init; }
}
