// Says an answer that nobody made: any events that the grammar of the neutral model allows.
using System.Text;
using Router.Inference;

namespace Router.Tests.Dialects;

internal sealed class RandomAnswer(Random random)
{
    private static readonly string[] Texts = ["a", " ", "\\n", "\\\"", "Zürich", "\\ud83d\\ude00", "\\ud83d", "{", "}", "[1,2]", "data: x", "\\u0000"];

    private int _calls;

    /// <summary>Says it to its end, or breaks off when <paramref name="events"/> events are said; false when it did.</summary>
    public bool Play(IAnswerSink sink, int events)
    {
        foreach (var say in Events())
        {
            if (events-- == 0)
            {
                return false;
            }

            say(sink);
        }

        return true;
    }

    private IEnumerable<Action<IAnswerSink>> Events()
    {
        yield return sink => sink.Begin(new AnswerStart(Chance(2) ? "model-1" : null));
        for (var parts = random.Next(5); parts > 0; parts--)
        {
            foreach (var say in random.Next(4) switch
            {
                0 => Part(AnswerPartKind.Reasoning),
                1 => Part(AnswerPartKind.Refusal),
                2 => Call(),
                _ => Part(AnswerPartKind.Text),
            })
            {
                yield return say;
            }

            if (Chance(4))
            {
                yield return Count;
            }
        }

        if (Chance(2))
        {
            yield return Count;
        }

        var reason = Chance(4) ? (FinishReason)random.Next(6) : _calls > 0 ? FinishReason.ToolCalls : FinishReason.Stop;
        yield return sink => sink.End(new AnswerEnd(reason));
    }

    private IEnumerable<Action<IAnswerSink>> Part(AnswerPartKind kind)
    {
        yield return sink => sink.BeginPart(new AnswerPart(kind));
        foreach (var say in Pieces())
        {
            yield return say;
        }

        if (kind == AnswerPartKind.Text && Chance(4))
        {
            yield return sink => sink.Cite(new AnswerCitation("https://example.com/a"u8, "A page"u8) { Start = 0, End = 1 });
        }

        if (kind == AnswerPartKind.Reasoning && Chance(2))
        {
            yield return sink => sink.Keep("{\"signature\":\"s\"}"u8);
        }

        yield return sink => sink.EndPart();
    }

    private IEnumerable<Action<IAnswerSink>> Call()
    {
        var isCustom = Chance(3);
        var part = new AnswerPart(AnswerPartKind.Call, $"call_{_calls++}", new ToolReference(isCustom ? ToolKind.Custom : ToolKind.Function, "f"));
        yield return sink => sink.BeginPart(part);
        IEnumerable<Action<IAnswerSink>> pieces = isCustom ? Pieces()
            : Chance(3) ? []
            : [Piece("{\"a\":", TextForm.Plain), Piece("\\\"x\\\"", TextForm.Escaped), Piece("}", TextForm.Plain)];
        foreach (var say in pieces)
        {
            yield return say;
        }

        yield return sink => sink.EndPart();
    }

    private IEnumerable<Action<IAnswerSink>> Pieces()
    {
        for (var pieces = random.Next(5); pieces > 0; pieces--)
        {
            yield return Piece(Texts[random.Next(Texts.Length)], TextForm.Escaped);
        }
    }

    private static Action<IAnswerSink> Piece(string text, TextForm form) => sink => sink.Piece(new AnswerPiece(Encoding.UTF8.GetBytes(text), form));

    private void Count(IAnswerSink sink) =>
        sink.Count(new UsageReport(new TokenUsage(Input: random.Next(100), CacheRead: Chance(2) ? random.Next(100) : null, Output: random.Next(100))));

    private bool Chance(int one) => random.Next(one) == 0;
}
