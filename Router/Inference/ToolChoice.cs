// Which tools the model may or must call.
using System.Collections.Immutable;

namespace Router.Inference;

/// <param name="Mode">How free the model is.</param>
internal sealed record ToolChoice(ToolChoiceMode Mode)
{
    /// <summary>The tool of <see cref="ToolChoiceMode.Tool"/>, else null.</summary>
    internal ToolReference? Tool { get; init; }

    /// <summary>The only ones that may be called; empty when all may.</summary>
    internal ImmutableArray<ToolReference> Allowed { get; init; } = [];
}
