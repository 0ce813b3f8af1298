// Holds the events of an answer to their grammar, and passes them on.
using System.Text.Unicode;
using Router.Inference;

namespace Router.Tests.Laws;

/// <summary>An event that the grammar of <see cref="IAnswerSink"/> does not allow is an exception at once.</summary>
internal sealed class GrammarCheck(params IAnswerSink[] next) : IAnswerSink
{
    private AnswerPartKind? _open;
    private bool _kept;

    public bool Begun { get; private set; }

    public bool Ended { get; private set; }

    public void Begin(in AnswerStart start)
    {
        Require(!Begun, "a second begin");
        Begun = true;
        foreach (var sink in next)
        {
            sink.Begin(start);
        }
    }

    public void BeginPart(in AnswerPart part)
    {
        Require(IsInside && _open is null, "a part there");
        Require(part.Kind == AnswerPartKind.Call == (part.Tool is not null && part.CallId is not null), "a call without its tool or id");
        _open = part.Kind;
        _kept = false;
        foreach (var sink in next)
        {
            sink.BeginPart(part);
        }
    }

    public void Piece(in AnswerPiece piece)
    {
        Require(_open is not null && !_kept, "a piece there");
        Require(!piece.Text.IsEmpty || !piece.LogProbs.IsEmpty, "an empty piece");
        Require(Utf8.IsValid(piece.Text), "a piece that is no text");
        foreach (var sink in next)
        {
            sink.Piece(piece);
        }
    }

    public void Cite(in AnswerCitation citation)
    {
        Require(_open == AnswerPartKind.Text, "a citation there");
        foreach (var sink in next)
        {
            sink.Cite(citation);
        }
    }

    public void Keep(ReadOnlySpan<byte> payload)
    {
        Require(_open == AnswerPartKind.Reasoning && !_kept, "something to keep there");
        _kept = true;
        foreach (var sink in next)
        {
            sink.Keep(payload);
        }
    }

    public void EndPart()
    {
        Require(_open is not null, "the end of no part");
        _open = null;
        foreach (var sink in next)
        {
            sink.EndPart();
        }
    }

    public void Count(in UsageReport usage)
    {
        Require(IsInside, "a count there");
        foreach (var sink in next)
        {
            sink.Count(usage);
        }
    }

    public void End(in AnswerEnd end)
    {
        Require(IsInside && _open is null, "the end there");
        Ended = true;
        foreach (var sink in next)
        {
            sink.End(end);
        }
    }

    private bool IsInside => Begun && !Ended;

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The grammar does not allow {what}.");
        }
    }
}
