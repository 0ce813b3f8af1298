// A part of a made-up answer.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Tests.Laws;

/// <param name="Head">How it begins.</param>
/// <param name="Pieces">What it says.</param>
internal sealed record MadePart(AnswerPart Head, ImmutableArray<MadePiece> Pieces)
{
    /// <summary>What the maker of reasoning wants back; null for nothing.</summary>
    public string? Kept { get; init; }

    /// <summary>A page that a text cites; null for none.</summary>
    public string? Cited { get; init; }
}
