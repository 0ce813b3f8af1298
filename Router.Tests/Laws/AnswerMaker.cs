// Makes up answers in no dialect.
using System.Collections.Immutable;
using System.Text;
using Router.Inference;

namespace Router.Tests.Laws;

/// <summary>Reasoning, texts, refusals and calls in any order, cut into pieces anywhere, each in either form.</summary>
internal sealed class AnswerMaker(JsonMaker make)
{
    private int _calls;

    public MadeAnswer Answer()
    {
        var parts = Enumerable.Range(0, make.Number(0, 5)).Select(_ => Part()).ToImmutableArray();
        var hasCalls = parts.Any(part => part.Head.Kind == AnswerPartKind.Call);
        var reason = make.Once(3) ? make.One(FinishReason.Length, FinishReason.ContentFilter)
            : hasCalls ? FinishReason.ToolCalls
            : FinishReason.Stop;
        return new MadeAnswer(parts, make.Once(8) ? null : Usage(), new AnswerEnd(reason));
    }

    private MadePart Part() => make.Number(0, 7) switch
    {
        0 or 1 => new MadePart(new AnswerPart(AnswerPartKind.Reasoning), Pieces(make.Number(0, 3), isPlain: false))
        {
            Kept = make.Once(2) ? null : $"{{\"type\":\"reasoning\",\"id\":\"rs_{make.Word()}\",\"summary\":[],\"encrypted_content\":{make.Name()}}}",
        },
        2 => new MadePart(new AnswerPart(AnswerPartKind.Refusal), Pieces(make.Number(1, 2), isPlain: false)),
        3 or 4 => Call(),
        _ => new MadePart(new AnswerPart(AnswerPartKind.Text), Pieces(make.Number(1, 4), isPlain: false))
        {
            Cited = make.Once(6) ? $"https://example.com/{make.Word()}" : null,
        },
    };

    private MadePart Call()
    {
        var isCustom = make.Once(4);
        var head = new AnswerPart(
            AnswerPartKind.Call, $"call_{++_calls}", new ToolReference(isCustom ? ToolKind.Custom : ToolKind.Function, make.Word()));
        if (isCustom)
        {
            return new MadePart(head, Pieces(make.Number(1, 3), isPlain: false));
        }

        // No arguments are told in one way, with or without white space.
        var arguments = make.Raw() is var some && some.Contains('"', StringComparison.Ordinal) ? some : "";
        return new MadePart(head, Cut(arguments, make.Once(2) ? TextForm.Plain : TextForm.Escaped));
    }

    private ImmutableArray<MadePiece> Pieces(int count, bool isPlain) =>
        [.. Enumerable.Range(0, count).Select(_ => new MadePiece(make.Text()[1..^1], isPlain ? TextForm.Plain : TextForm.Escaped))];

    /// <summary>Cuts JSON text between any two characters, in either form.</summary>
    private ImmutableArray<MadePiece> Cut(string json, TextForm form)
    {
        var pieces = ImmutableArray.CreateBuilder<MadePiece>();
        var units = json.EnumerateRunes().Select(rune => form == TextForm.Plain ? rune.ToString() : Escaped(rune)).ToList();
        while (units.Count > 0)
        {
            var length = Math.Min(units.Count, make.Number(1, 12));
            pieces.Add(new MadePiece(string.Concat(units.Take(length)), form));
            units.RemoveRange(0, length);
        }

        return pieces.ToImmutable();
    }

    private static string Escaped(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        _ => rune.ToString(),
    };

    private TokenUsage Usage() => new(
        Input: make.Number(0, 5000),
        CacheRead: make.Once(2) ? null : make.Number(0, 900),
        CacheWrite: make.Once(3) ? make.Number(0, 900) : null,
        Output: make.Number(100, 5000),
        Reasoning: make.Once(2) ? null : make.Number(0, 100));
}
