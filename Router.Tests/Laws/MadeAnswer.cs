// A made-up answer, in no dialect.
using System.Collections.Immutable;
using System.Text;
using Router.Inference;

namespace Router.Tests.Laws;

/// <summary>Plays the events that a reader might have said.</summary>
internal sealed record MadeAnswer(ImmutableArray<MadePart> Parts, TokenUsage? Usage, AnswerEnd Finish)
{
    /// <summary>Says it all to a sink; the grammar is kept.</summary>
    public void Play(IAnswerSink sink)
    {
        sink.Begin(new AnswerStart("model-1"));
        foreach (var part in Parts)
        {
            sink.BeginPart(part.Head);
            foreach (var piece in part.Pieces)
            {
                sink.Piece(new AnswerPiece(Encoding.UTF8.GetBytes(piece.Text), piece.Form) { LogProbs = Encoding.UTF8.GetBytes(piece.LogProbs) });
            }

            if (part.Cited is { } url)
            {
                sink.Cite(new AnswerCitation(Encoding.UTF8.GetBytes(url), "A page"u8));
            }

            if (part.Kept is { } kept)
            {
                sink.Keep(Encoding.UTF8.GetBytes(kept));
            }

            sink.EndPart();
        }

        if (Usage is { } usage)
        {
            sink.Count(new UsageReport(usage));
        }

        sink.End(Finish);
    }

    /// <summary>
    /// The answer as Messages tells it: a refusal is a text and the reason to end, a free text for a tool the one field of an object.
    /// </summary>
    public MadeAnswer InMessages() => this with
    {
        Parts = [.. Parts.Select(part => part.Head switch
        {
            { Kind: AnswerPartKind.Refusal } => part with { Head = new AnswerPart(AnswerPartKind.Text) },
            { Tool: { Kind: ToolKind.Custom } tool } => new MadePart(
                part.Head with { Tool = tool with { Kind = ToolKind.Function } },
                [new MadePiece($"{{\"input\":\"{string.Concat(part.Pieces.Select(piece => piece.Text))}\"}}", TextForm.Plain)]),
            _ => part,
        })],
        Finish = Finish.Reason == FinishReason.Stop && Parts.Any(part => part.Head.Kind == AnswerPartKind.Refusal)
            ? new AnswerEnd(FinishReason.ContentFilter)
            : Finish,
    };

    /// <summary>Answers that are one thing less than this one.</summary>
    public IEnumerable<MadeAnswer> Smaller()
    {
        foreach (var part in Parts)
        {
            var rest = Parts.Remove(part);
            var hasCalls = rest.Any(one => one.Head.Kind == AnswerPartKind.Call);
            yield return this with { Parts = rest, Finish = Finish.Reason == FinishReason.ToolCalls && !hasCalls ? new AnswerEnd(FinishReason.Stop) : Finish };
            foreach (var piece in part.Pieces.Where(_ => part.Head.Kind != AnswerPartKind.Call))
            {
                yield return this with { Parts = Parts.Replace(part, part with { Pieces = part.Pieces.Remove(piece) }) };
            }

            if (part.Kept is not null || part.Cited is not null)
            {
                yield return this with { Parts = Parts.Replace(part, part with { Kept = null, Cited = null }) };
            }
        }

        if (Usage is not null)
        {
            yield return this with { Usage = null };
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var log = new Dialects.AnswerLog();
        Play(log);
        return string.Join('\n', log.Lines);
    }
}
