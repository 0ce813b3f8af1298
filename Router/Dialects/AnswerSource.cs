// What an answer reader may use besides the bytes.
using Router.Inference;

namespace Router.Dialects;

/// <param name="Traits">The target that answers.</param>
/// <param name="Caller">The dialect that the answer is for; it decides the fate of what is lost.</param>
/// <param name="Losses">Gets what could not be carried.</param>
internal sealed record AnswerSource(TargetTraits Traits, Dialect Caller, LossList Losses)
{
    /// <summary>Reports a loss on the way from the upstream's dialect to the caller's.</summary>
    internal LossReport Report => new(Traits.Dialect, Caller, Losses);
}
