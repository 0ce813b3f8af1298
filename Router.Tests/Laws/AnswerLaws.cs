// What holds for every translated answer.
using System.Text;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Dialects;

namespace Router.Tests.Laws;

/// <summary>Each says what does not hold, or null. What one dialect's writer wrote is what its reader is tried on.</summary>
internal static class AnswerLaws
{
    public static string? Split(MadeAnswer made) => ForEach(made, (dialect, stream) =>
    {
        var random = new Random(stream.Length);
        var whole = Lines(dialect, stream, () => int.MaxValue);
        return Difference(whole, Lines(dialect, stream, () => 1)) ?? Difference(whole, Lines(dialect, stream, () => random.Next(1, 40)));
    });

    public static string? Fold(MadeAnswer made) => ForEach(made, (dialect, stream) =>
    {
        var log = new AnswerLog();
        var body = Crossing.WriteBody(Context(dialect), made.Play);
        var failure = Crossing.ReadBody(body, Crossing.Source(dialect, dialect, new LossList()), log);
        if (failure is not null)
        {
            return $"the body is {failure.Kind}: {Encoding.UTF8.GetString(body)}";
        }

        // A whole answer of Chat has its text before its calls, whatever came first.
        return dialect == Dialect.OpenAIChat
            ? Difference([ReadingOf(made.Play, dialect, stream: true)], [ReadingOf(made.Play, dialect, stream: false)])
            : Difference(Events(Lines(dialect, stream, () => int.MaxValue)), Events(log.Lines));
    });

    public static string? RoundTrip(MadeAnswer made) => ForEach(made, (first, stream) =>
    {
        foreach (var second in Crossing.Dialects)
        {
            // Through the first dialect to the second, as an upstream's answer to a caller.
            var through = Crossing.WriteStream(
                Crossing.Context(first, second, new LossList()),
                sink => Crossing.ReadStream(stream, Crossing.Source(first, second, new LossList()), sink, () => int.MaxValue));
            var expected = Expected(made, first, second).ToString();
            var actual = AnswerReading.Of(sink => Crossing.ReadStream(through, Crossing.Source(second, second, new LossList()), new GrammarCheck(sink), () => int.MaxValue)).ToString();
            if (expected != actual)
            {
                return $"by {first} and {second}:\n{actual}\ninstead of\n{expected}\n{Encoding.UTF8.GetString(stream)}\n{Encoding.UTF8.GetString(through)}";
            }
        }

        return null;
    });

    public static string? Determinism(MadeAnswer made)
    {
        foreach (var dialect in Crossing.Dialects)
        {
            if (!Crossing.WriteStream(Context(dialect), made.Play).AsSpan().SequenceEqual(Crossing.WriteStream(Context(dialect), made.Play))
                || !Crossing.WriteBody(Context(dialect), made.Play).AsSpan().SequenceEqual(Crossing.WriteBody(Context(dialect), made.Play)))
            {
                return $"other bytes in {dialect}";
            }
        }

        return null;
    }

    public static string? Silence(MadeAnswer made)
    {
        foreach (var dialect in Crossing.Dialects)
        {
            var losses = new LossList();
            var stream = Encoding.UTF8.GetString(Crossing.WriteStream(Crossing.Context(Dialect.OpenAIResponses, dialect, losses), made.Play));
            var body = Encoding.UTF8.GetString(Crossing.WriteBody(Crossing.Context(Dialect.OpenAIResponses, dialect, losses), made.Play));
            foreach (var word in made.Parts.SelectMany(part => part.Pieces.Where(piece => part.Head.Kind != AnswerPartKind.Call).Select(piece => piece.Text)))
            {
                if (losses.Losses.Count == 0 && (!stream.Contains(word, StringComparison.Ordinal) || !body.Contains(word, StringComparison.Ordinal)))
                {
                    return $"'{word}' is not told in {dialect}: {stream}\n{body}";
                }
            }
        }

        return null;
    }

    public static string? Truncation(MadeAnswer made) => ForEach(made, (dialect, stream) =>
    {
        // Whatever comes before the last words that can end an answer.
        var last = dialect switch
        {
            Dialect.OpenAIChat => "\"finish_reason\":\""u8,
            Dialect.OpenAIResponses => "event: response.completed"u8,
            Dialect.AnthropicMessages => "event: message_stop"u8,
        };
        var end = stream.AsSpan().IndexOf(last);
        end = end < 0 ? stream.AsSpan().IndexOf("event: response.incomplete"u8) : end;
        var random = new Random(stream.Length);
        for (var left = 4; left > 0; left--)
        {
            var log = new GrammarCheck();
            var failure = Crossing.ReadStream(stream.AsSpan(0, random.Next(end)), Crossing.Source(dialect, dialect, new LossList()), log, () => 50);
            if (failure is null || log.Ended)
            {
                return $"{dialect}: no failure, or an end, of a stream that was cut";
            }
        }

        return null;
    });

    private static string? ForEach(MadeAnswer made, Func<Dialect, byte[], string?> fault)
    {
        foreach (var dialect in Crossing.Dialects)
        {
            if (fault(dialect, Crossing.WriteStream(Context(dialect), made.Play)) is { } found)
            {
                return $"{dialect}: {found}";
            }
        }

        return null;
    }

    private static string ReadingOf(Action<IAnswerSink> play, Dialect dialect, bool stream) => AnswerReading.Of(sink =>
    {
        var source = Crossing.Source(dialect, dialect, new LossList());
        if (stream)
        {
            Crossing.ReadStream(Crossing.WriteStream(Context(dialect), play), source, sink, () => int.MaxValue);
        }
        else
        {
            Crossing.ReadBody(Crossing.WriteBody(Context(dialect), play), source, sink);
        }
    }).ToString();

    private static AnswerContext Context(Dialect caller) => Crossing.Context(Dialect.OpenAIResponses, caller, new LossList());

    private static IReadOnlyList<string> Lines(Dialect dialect, byte[] stream, Func<int> size)
    {
        var log = new AnswerLog();
        var failure = Crossing.ReadStream(stream, Crossing.Source(dialect, dialect, new LossList()), log, size);
        return failure is null ? log.Lines : [.. log.Lines, $"failure {failure.Kind}"];
    }

    /// <summary>A stream may count on its way what a body counts once.</summary>
    private static IReadOnlyList<string> Events(IReadOnlyList<string> lines) =>
        [.. lines.Where((line, at) => !line.StartsWith("count ", StringComparison.Ordinal) || !lines.Skip(at + 1).Any(later => later.StartsWith("count ", StringComparison.Ordinal)))];

    private static string? Difference(IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        expected.SequenceEqual(actual) ? null : $"\n{string.Join('\n', actual)}\ninstead of\n{string.Join('\n', expected)}";

    /// <summary>What can be told of an answer that went through both dialects.</summary>
    private static AnswerReading Expected(MadeAnswer made, Dialect first, Dialect second)
    {
        var isMessages = first == Dialect.AnthropicMessages || second == Dialect.AnthropicMessages;
        return AnswerReading.Of(isMessages ? made.InMessages().Play : made.Play);
    }
}
