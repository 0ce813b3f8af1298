// Writes down the events of an answer as lines, and holds them to the grammar.
using System.Text;
using Router.Inference;
using Router.Tests.Support;
using Router.Wire;

namespace Router.Tests.Dialects;

/// <summary>
/// The sink of reader tests. An event that the grammar of <see cref="IAnswerSink"/> does not allow fails the test at once, so every test of a
/// reader is a test of the grammar too.
/// </summary>
internal sealed class AnswerLog : IAnswerSink
{
    private readonly List<string> _lines = [];
    private readonly StringBuilder _text = new();
    private bool _begun;
    private bool _ended;
    private bool _kept;
    private AnswerPartKind? _open;

    /// <summary>One line for each event, in order; pieces of one part are joined, since where a text is cut means nothing.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>How many pieces came.</summary>
    public int Pieces { get; private set; }

    /// <summary>The answer has ended.</summary>
    public bool Ended => _ended;

    public void Begin(in AnswerStart start)
    {
        Require(!_begun, "a second begin");
        _begun = true;
        _lines.Add($"begin model={start.Model} tier={start.ServiceTier}");
    }

    public void BeginPart(in AnswerPart part)
    {
        RequireOpen("a part");
        Require(_open is null, "a part inside a part");
        Require(part.Kind == AnswerPartKind.Call == (part.Tool is not null && part.CallId is not null), "a call without its tool or id");
        _open = part.Kind;
        _kept = false;
        _lines.Add(part.Tool is { } tool
            ? $"part {part.Kind} {tool.Kind} {(tool.Namespace is null ? "" : tool.Namespace + "/")}{tool.Name} id={part.CallId}"
            : $"part {part.Kind}");
    }

    public void Piece(in AnswerPiece piece)
    {
        Require(_open is not null && !_kept, "a piece outside a part, or behind what is kept");
        Require(!piece.Text.IsEmpty || !piece.LogProbs.IsEmpty, "an empty piece");
        Pieces++;
        if (piece.Form == TextForm.Plain)
        {
            using var escaped = new PooledBuffer();
            JsonEscaping.Escape(piece.Text, escaped);
            _text.Append(Encoding.UTF8.GetString(escaped.WrittenSpan));
        }
        else
        {
            Require(JsonString.IsInside(piece.Text), "a piece that is cut inside an escape or a character");
            _text.Append(Encoding.UTF8.GetString(piece.Text));
        }

        if (!piece.LogProbs.IsEmpty)
        {
            Flush();
            _lines.Add("logprobs " + Encoding.UTF8.GetString(piece.LogProbs));
        }
    }

    public void Cite(in AnswerCitation citation)
    {
        Require(_open == AnswerPartKind.Text, "a citation outside a text");
        Flush();
        _lines.Add($"cite {Encoding.UTF8.GetString(citation.Url)} \"{Encoding.UTF8.GetString(citation.Title)}\" {citation.Start}..{citation.End}");
    }

    public void Keep(ReadOnlySpan<byte> payload)
    {
        Require(_open == AnswerPartKind.Reasoning && !_kept, "something to keep that is no reasoning, or twice");
        _kept = true;
        Flush();
        _lines.Add("keep " + Encoding.UTF8.GetString(payload));
    }

    public void EndPart()
    {
        Require(_open is not null, "the end of no part");
        _open = null;
        Flush();
        _lines.Add("end part");
    }

    public void Count(in UsageReport usage)
    {
        RequireOpen("a count");
        Flush();
        var tokens = usage.Tokens;
        _lines.Add(
            $"count in={tokens.Input} read={tokens.CacheRead} write={tokens.CacheWrite} write1h={tokens.CacheWrite1h} out={tokens.Output} "
            + $"reasoning={tokens.Reasoning} cost={usage.CostNano}");
    }

    public void End(in AnswerEnd end)
    {
        RequireOpen("the end");
        Require(_open is null, "the end inside a part");
        _ended = true;
        _lines.Add($"end {end.Reason} stop={end.StopSequence} explanation={end.Explanation}");
    }

    private void Flush()
    {
        if (_text.Length > 0)
        {
            _lines.Add($"text {_text}");
            _text.Clear();
        }
    }

    private void RequireOpen(string what) => Require(_begun && !_ended, $"{what} before the beginning or behind the end");

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The grammar does not allow {what}.");
        }
    }
}
