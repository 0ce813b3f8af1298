// What a request says before its conversation.
using System.Collections.Immutable;

namespace Router.Inference;

/// <summary>The instructions of one source message: a leading system or developer message, or the whole <c>system</c> of Messages.</summary>
/// <param name="Role"><see cref="TurnRole.System"/> or <see cref="TurnRole.Developer"/>.</param>
/// <param name="Blocks">Its texts in order, at least one.</param>
internal sealed record Instruction(TurnRole Role, ImmutableArray<TurnPart.Text> Blocks)
{
    /// <summary>The participant's <c>name</c> of Chat.</summary>
    internal RawText? Name { get; init; }
}
