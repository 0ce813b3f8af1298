// The target that a request is written for.
namespace Router.Inference;

/// <param name="Origin">Provider, model and dialect; the model's name is the one to write, and sealed reasoning of this origin is at home here.</param>
/// <param name="Traits">What it can do; of the same dialect as <paramref name="Origin"/>.</param>
internal sealed record TargetProfile(ReasoningOrigin Origin, TargetTraits Traits)
{
    /// <summary>True after the provider rejected a signature: the request is written once more without any reasoning.</summary>
    internal bool LeaveOutReasoning { get; init; }

    /// <summary>True after a Chat provider missed the thoughts of answers that it did not give: each gets an empty one.</summary>
    internal bool EmptyThoughts { get; init; }

    /// <summary>What of <paramref name="part"/> goes home to this target; null when another made it, nobody knows who did, or it rejects it.</summary>
    internal SealedReasoning? OwnOf(TurnPart.Reasoning part) => !LeaveOutReasoning && part.Sealed?.Origin == Origin ? part.Sealed : null;

    internal Dialect Dialect => Origin.Dialect;

    /// <summary>The provider's own name for the model.</summary>
    internal string Model => Origin.Model;
}
