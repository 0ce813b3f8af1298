// How the next token is to be chosen, and when to stop.
using System.Collections.Immutable;

namespace Router.Inference;

/// <summary>Numbers stay as written; a member that is null is at its default.</summary>
internal sealed record SamplingWish
{
    /// <summary>Nothing asked for.</summary>
    internal static SamplingWish None { get; } = new();

    internal RawNumber? Temperature { get; init; }

    internal RawNumber? TopP { get; init; }

    internal RawNumber? TopK { get; init; }

    internal RawNumber? PresencePenalty { get; init; }

    internal RawNumber? FrequencyPenalty { get; init; }

    internal RawNumber? Seed { get; init; }

    internal ImmutableArray<RawText> Stop { get; init; } = [];

    /// <summary>The log probability of each token is wanted.</summary>
    internal bool LogProbs { get; init; }

    /// <summary>And those of so many others in its place.</summary>
    internal RawNumber? TopLogProbs { get; init; }
}
