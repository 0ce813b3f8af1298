// One message or item of a conversation.
using System.Collections.Immutable;

namespace Router.Inference;

/// <summary>As the caller wrote it; joining what belongs together is the writer's work, since the dialects differ in it.</summary>
internal sealed record Turn(TurnRole Role, ImmutableArray<TurnPart> Parts)
{
    /// <summary>The participant's <c>name</c> of Chat.</summary>
    internal RawText? Name { get; init; }
}
