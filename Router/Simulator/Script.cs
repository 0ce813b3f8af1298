// A whole answer, decided before a byte of it is written; bodies and streams are both written from it.
using Router.Inference;

namespace Router.Simulator;

internal sealed record Script
{
    internal required SimulatedRequest Request { get; init; }

    /// <summary>32 lower-case hex digits, different for each answer: what every id of it is made of.</summary>
    internal required string Seed { get; init; }

    /// <summary>Unix seconds.</summary>
    internal required long Created { get; init; }

    internal required IReadOnlyList<ScriptPart> Parts { get; init; }

    internal required ScriptEnd End { get; init; }

    /// <summary>Which sequence stopped it, when one did.</summary>
    internal string? StopSequence { get; init; }

    /// <summary>Empty when the answer is to come without usage.</summary>
    internal required TokenUsage Usage { get; init; }

    /// <summary>Longest piece of a stream, in characters.</summary>
    internal int PieceLength { get; init; } = TextPieces.WordPiece;

    /// <summary>The text never ends; only a stream can do that.</summary>
    internal bool Endless { get; init; }

    /// <summary>All input, cached or not.</summary>
    internal long InputTokens => (Usage.Input ?? 0) + CacheRead + CacheWrite;

    internal long CacheRead => Usage.CacheRead ?? 0;

    internal long CacheWrite => (Usage.CacheWrite ?? 0) + (Usage.CacheWrite1h ?? 0);

    internal long OutputTokens => Usage.Output ?? 0;

    internal long ReasoningTokens => Usage.Reasoning ?? 0;

    internal IEnumerable<string> Pieces(string text)
    {
        do
        {
            foreach (var piece in TextPieces.Split(text, PieceLength))
            {
                yield return piece;
            }
        }
        while (Endless && text.Length > 0);
    }

    /// <summary>Tool calls only.</summary>
    internal IEnumerable<ScriptPart.ToolCall> Calls => Parts.OfType<ScriptPart.ToolCall>();
}
