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

    /// <summary>Mapping 4.2, content as a list of parts: only its text is said, what a vendor thought is reasoning, and nothing is lost in silence.</summary>
    [Fact]
    public void Content_as_a_list_of_parts_is_told_apart_by_their_types()
    {
        const string List = """[{"type":"thinking","thinking":[{"type":"text","text":"hm"},{"type":"text","text":"m"}]},{"type":"text","text":"yes"},{"type":"reference","text":"no"}]""";
        var source = Source();
        var log = new AnswerLog();
        Translators.Of(Dialect.OpenAIChat).AnswerReader.Read(Encoding.UTF8.GetBytes($$"""{"choices":[{"message":{"content":{{List}}},"finish_reason":"stop"}]}"""), source, log).Should().BeNull();

        log.Lines.Skip(1).Take(6).Should().Equal("part Reasoning", "text hmm", "end part", "part Text", "text yes", "end part");
        source.Losses.Paths(Fate.Approximated).Should().Contain("choices[]");
    }

    /// <summary>Mapping 3.2, citations: sources that come before their text wait for it, and are not lost in silence when none comes.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sources_that_come_before_the_text_are_cited_when_it_comes(bool hasText)
    {
        var (log, source) = (new AnswerLog(), Source());

        Play(
            Event("""{"choices":[{"delta":{"content":"","annotations":[{"type":"url_citation","url_citation":{"url":"https://a.test","title":"A","start_index":0,"end_index":2}}]}}]}""")
            + (hasText ? Event("""{"choices":[{"delta":{"content":"yes"}}]}""") : "") + Event("""{"choices":[{"delta":{},"finish_reason":"stop"}]}"""),
            source,
            log).Should().BeNull();

        log.Lines.Any(line => line == "cite https://a.test \"A\" 0..2").Should().Be(hasText);
        source.Losses.Paths(Fate.Approximated).Contains("choices[]").Should().Be(!hasText);
    }

    /// <summary>Mapping 4.4, parsing: an event is complete at its blank line only. What ends the answer or tells of an error is not waited for.</summary>
    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"no\"}}]}", "Truncated", false)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"no\"}}]}\n", "Truncated", false)]
    [InlineData("data: {\"error\":{\"message\":\"late\"}}", "Reported", false)]
    [InlineData("data: [DONE]", "Truncated", false)]
    [InlineData("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\ndata: [DONE]", null, true)]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}", null, true)]
    public void A_last_event_without_its_blank_line_says_nothing_but_that_it_is_the_end(string last, string? kind, bool ended)
    {
        var log = new AnswerLog();

        var failure = Play(Event("""{"choices":[{"delta":{"content":"yes"}}]}""") + last, Source(), log);

        (failure?.Kind.ToString(), log.Ended, log.Pieces).Should().Be((kind, ended, 1));
    }

    private static string Event(string data) => $"data: {data}\n\n";

    private static IReadOnlyList<string> Lines(string text, bool whole = false)
    {
        var log = new AnswerLog();
        var source = Source();
        (whole ? Translators.Of(Dialect.OpenAIChat).AnswerReader.Read(Encoding.UTF8.GetBytes(text), source, log) : Play(text, source, log)).Should().BeNull();
        return log.Lines;
    }

    private static AnswerSource Source() => new(TargetTraits.Of(Dialect.OpenAIChat), Dialect.AnthropicMessages, "", new LossList());

    private static AnswerFailure? Play(string stream, AnswerSource source, AnswerLog log)
    {
        using var framer = new SseFramer();
        using var reader = Translators.Of(Dialect.OpenAIChat).AnswerReader.Open(source);
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
