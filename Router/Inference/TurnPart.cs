// The parts that a turn is made of.
using System.Collections.Immutable;

namespace Router.Inference;

/// <summary>One part; the cases are all there are.</summary>
internal abstract record TurnPart
{
    private TurnPart()
    {
    }

    /// <summary>The caller wants a prompt cache to end here (<c>cache_control</c>, <c>prompt_cache_breakpoint</c>).</summary>
    internal bool CacheMark { get; init; }

    internal sealed record Text(RawText Value) : TurnPart;

    /// <summary>An assistant's refusal, told apart from its text.</summary>
    internal sealed record Refusal(RawText Value) : TurnPart;

    internal sealed record Image(MediaSource Source, ImageDetail Detail = ImageDetail.Auto) : TurnPart;

    /// <param name="Source">The document.</param>
    internal sealed record Document(MediaSource Source) : TurnPart
    {
        internal RawText? FileName { get; init; }

        /// <summary>The <c>title</c> of Messages.</summary>
        internal RawText? Title { get; init; }

        /// <summary>The <c>context</c> of Messages.</summary>
        internal RawText? Context { get; init; }
    }

    /// <param name="Id">The id that the result names.</param>
    /// <param name="Tool">The tool called.</param>
    /// <param name="Input">Its arguments; of a custom tool, its free text.</param>
    internal sealed record ToolCall(string Id, ToolReference Tool, ToolInput Input) : TurnPart;

    /// <param name="CallId">The call that it answers.</param>
    /// <param name="Kind">Whether that was a call of a function or of a custom tool, where the dialect tells them apart.</param>
    /// <param name="Content">Texts, images and documents.</param>
    internal sealed record ToolResult(string CallId, ToolKind Kind, ImmutableArray<TurnPart> Content) : TurnPart
    {
        internal bool IsError { get; init; }
    }

    /// <summary>What the caller saw of it is never sent anywhere: what goes home is <paramref name="Sealed"/>.</summary>
    /// <param name="Sealed">What its maker wants back; null when it carries no token of this router or one that does not verify.</param>
    internal sealed record Reasoning(SealedReasoning? Sealed) : TurnPart;
}
