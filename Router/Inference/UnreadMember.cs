// A member of a request that the neutral model has no place for.
namespace Router.Inference;

/// <summary>Its fate depends on the target, so the reader only names it.</summary>
/// <param name="Rule">The rule that decides.</param>
/// <param name="Path">Its name in the caller's dialect, such as <c>logit_bias</c> or <c>tools[].defer_loading</c>; no index, no value.</param>
internal readonly record struct UnreadMember(LossRule Rule, string Path);
