// What an answer says, whatever the dialect it is told in.
using System.Text;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Support;

namespace Router.Tests.Laws;

/// <summary>Texts of one kind joined, calls in order: what every dialect can tell.</summary>
internal sealed class AnswerReading
{
    public string Text { get; init; } = "";

    public string Reasoning { get; init; } = "";

    public string Refusal { get; init; } = "";

    /// <summary>Id, name and input of each.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    public FinishReason? Finish { get; init; }

    public TokenUsage Usage { get; init; }

    public static AnswerReading Of(AnswerFold fold) => new()
    {
        Text = Join(fold, AnswerPartKind.Text),
        Reasoning = Join(fold, AnswerPartKind.Reasoning),
        Refusal = Join(fold, AnswerPartKind.Refusal),
        Calls = [.. fold.Parts.ToArray().Where(part => part.Head.Kind == AnswerPartKind.Call).Select(part => Call(fold, part))],
        Finish = fold.Finish?.Reason,
        Usage = fold.Usage?.Tokens ?? default,
    };

    public static AnswerReading Of(Action<IAnswerSink> play)
    {
        using var fold = new AnswerFold();
        play(fold);
        return Of(fold);
    }

    /// <summary>A count that is not told is 0 here: two of the dialects must say a number.</summary>
    public override string ToString() =>
        $"text '{Text}', reasoning '{Reasoning}', refusal '{Refusal}', calls [{string.Join("; ", Calls)}], finish {Finish}, "
        + $"usage {Usage.Input ?? 0} {Usage.CacheRead ?? 0} {Usage.CacheWrite ?? 0} {Usage.Output ?? 0} {Usage.Reasoning ?? 0}";

    private static string Join(AnswerFold fold, AnswerPartKind kind)
    {
        var text = new StringBuilder();
        foreach (var part in fold.Parts.ToArray().Where(part => part.Head.Kind == kind))
        {
            text.Append(JsonString.Decode(fold.TextOf(part)));
        }

        return text.ToString();
    }

    private static string Call(AnswerFold fold, FoldedPart part)
    {
        var input = JsonString.Decode(fold.TextOf(part));
        var isNone = part.Head.Tool!.Kind == ToolKind.Function && input.Trim() is "" or "{}";
        return $"{part.Head.CallId} {part.Head.Tool.Kind} {part.Head.Tool.Name} {(isNone ? "{}" : input)}";
    }
}
