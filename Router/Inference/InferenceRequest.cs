// A request for an answer, in no dialect.
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Router.Inference;

/// <summary>
/// What a caller asked for, read once and written for each target of another dialect. All raw values are slices of the caller's body,
/// which must outlive it. A member at its default is read as absent (mapping 1, rule 3), so whatever is set here was really asked for.
/// </summary>
internal sealed record InferenceRequest
{
    /// <summary>The dialect it was written in; losses are named in its words.</summary>
    internal required Dialect Source { get; init; }

    /// <summary>What comes before the conversation, one entry for each message it came in.</summary>
    internal ImmutableArray<Instruction> Instructions { get; init; } = [];

    /// <summary>One entry for each message or item, in order, neighbours of one role not joined.</summary>
    internal ImmutableArray<Turn> Turns { get; init; } = [];

    internal ImmutableArray<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Null when the caller left it to the model.</summary>
    internal ToolChoice? ToolChoice { get; init; }

    /// <summary>False: one call at a time; null when the caller did not say.</summary>
    internal bool? ParallelCalls { get; init; }

    /// <summary>Null for free text.</summary>
    internal OutputFormat? Format { get; init; }

    /// <summary>Most output tokens, reasoning included.</summary>
    internal RawNumber? OutputLimit { get; init; }

    internal SamplingWish Sampling { get; init; } = SamplingWish.None;

    internal ReasoningWish Reasoning { get; init; } = ReasoningWish.None;

    /// <summary>How many words: the JSON string <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    internal RawText? Verbosity { get; init; }

    /// <summary>A stable name for the person behind the caller.</summary>
    internal RawText? EndUser { get; init; }

    /// <summary>The caller's own labels, an object of strings.</summary>
    internal RawJson? Labels { get; init; }

    internal ServiceTier? ServiceTier { get; init; }

    /// <summary>True: the caller asked explicitly that the service keep the answer.</summary>
    internal bool Store { get; init; }

    /// <summary>The <c>moderation</c> object that Chat and Responses share.</summary>
    internal RawJson? Moderation { get; init; }

    /// <summary>The answer is wanted as a stream.</summary>
    internal bool Stream { get; init; }

    /// <summary>A Chat caller asked for the usage at the end of its stream.</summary>
    internal bool StreamUsage { get; init; }

    /// <summary>A Chat caller speaks of <c>functions</c> and wants its calls back in that form.</summary>
    internal bool LegacyFunctions { get; init; }

    /// <summary>The input is only to be counted; there is no output limit and no answer.</summary>
    internal bool CountOnly { get; init; }

    /// <summary>Members that the caller's own dialect repeats in its answers, by name; filled by the reader whose writer needs them.</summary>
    internal IReadOnlyDictionary<string, RawJson> Echo { get; init; } = ReadOnlyDictionary<string, RawJson>.Empty;

    /// <summary>
    /// What the body holds and this model has no place for. Not lost in silence: <see cref="LossRule"/> gives each its fate for the
    /// target at hand.
    /// </summary>
    internal ImmutableArray<UnreadMember> Unread { get; init; } = [];

    /// <summary>
    /// True when a Messages caller ends with the assistant's turn, which its own dialect would continue; a turn that calls a tool is not
    /// continued, and counting continues nothing.
    /// </summary>
    /// <param name="turns">Those of <see cref="Turns"/> that are written as turns.</param>
    internal bool IsPrefilled(ImmutableArray<Turn> turns) =>
        Source == Dialect.AnthropicMessages && !CountOnly
        && turns is [.., { Role: TurnRole.Assistant } last] && !last.Parts.Any(part => part is TurnPart.ToolCall);
}
