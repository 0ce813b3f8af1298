// What an answer reader may use besides the bytes.
using System.Globalization;
using Router.Inference;

namespace Router.Dialects;

/// <param name="Traits">The target that answers.</param>
/// <param name="Caller">The dialect that the answer is for; it decides the fate of what is lost.</param>
/// <param name="Seed">As in <see cref="AnswerContext.Seed"/>.</param>
/// <param name="Losses">Gets what could not be carried.</param>
internal sealed record AnswerSource(TargetTraits Traits, Dialect Caller, string Seed, LossList Losses)
{
    /// <summary>Reports a loss on the way from the upstream's dialect to the caller's.</summary>
    internal LossReport Report => new(Traits.Dialect, Caller, Losses);

    /// <summary>The id of a call that the upstream gave none. Callers keep their history, so no other answer may give the same.</summary>
    /// <param name="place">Which one of the answer it is.</param>
    internal string CallIdOf(int place) => "call_" + Seed + place.ToString("x2", CultureInfo.InvariantCulture);
}
