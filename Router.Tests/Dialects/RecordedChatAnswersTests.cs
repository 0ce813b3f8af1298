// What recorded chat answers brought to light about reading them.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class RecordedChatAnswersTests
{
    /// <summary>Mapping 2.5, several answers: none is ever asked for, and an upstream that gives them is read at the first.</summary>
    [Fact]
    public void Of_several_choices_only_the_first_is_the_answer()
    {
        const string Second = """{"delta":{"content":"no"},"finish_reason":"length","index":1}""";
        var stream = Event($$$"""{"choices":[{{{Second}}}]}""") + Event($$$"""{"choices":[{{{Second}}},{"index":0,"delta":{"content":"yes"}}]}""")
            + Event("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

        Lines(stream).Should().ContainInOrder("part Text", "text yes", "end part").And.Contain("end Stop stop= explanation=").And.NotContain("text no");
        Lines("""{"choices":[{"index":1,"message":{"content":"no"}},{"message":{"content":"yes"},"finish_reason":"stop"}]}""", whole: true)
            .Should().ContainInOrder("part Text", "text yes", "end part");
    }

    private static string Event(string data) => $"data: {data}\n\n";

    private static IReadOnlyList<string> Lines(string text, bool whole = false)
    {
        var log = new AnswerLog();
        var source = Source();
        (whole ? new ChatTranslator().AnswerReader.Read(Encoding.UTF8.GetBytes(text), source, log) : Play(text, source, log)).Should().BeNull();
        return log.Lines;
    }

    private static AnswerSource Source() => new(TargetTraits.Of(Dialect.OpenAIChat), Dialect.AnthropicMessages, new LossList());

    private static AnswerFailure? Play(string stream, AnswerSource source, AnswerLog log)
    {
        using var framer = new SseFramer();
        using var reader = new ChatTranslator().AnswerReader.Open(source);
        var bytes = Encoding.UTF8.GetBytes(stream);
        bytes.CopyTo(framer.GetMemory(bytes.Length).Span);
        framer.Advance(bytes.Length);
        AnswerFailure? failure = null;
        while (failure is null && framer.TryRead(out var frame))
        {
            failure = reader.Read(frame, log);
        }

        if (failure is null && framer.TryReadRemainder(out var rest))
        {
            failure = reader.Read(rest, log);
        }

        return failure ?? reader.Complete(log);
    }
}
