// What vendors say of a chat answer in ways of their own: how it ended, and where its content and its usage stand.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Laws;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class VendorAnswerRowTests
{
    /// <summary>Mapping 3.1: a vendor's own word for one of the rows is that row.</summary>
    [Theory]
    [InlineData("model_length", "Length")]
    [InlineData("sensitive", "ContentFilter")]
    [InlineData("eos", "Stop")]
    public void An_end_in_a_vendors_word(string word, string reason)
    {
        Told(Chunk("""{"content":"Hi"}""", word) + "data: [DONE]\n\n").Finish.ToString().Should().Be(reason);
        Told($$"""{"choices":[{"message":{"content":"Hi"},"finish_reason":"{{word}}"}]}""").Finish.ToString().Should().Be(reason);
    }

    /// <summary>Mapping 4.4: there is no made-up end for an answer that its vendor says has failed.</summary>
    [Theory]
    [InlineData("error")]
    [InlineData("network_error")]
    [InlineData("insufficient_system_resource")]
    public void An_end_that_is_a_failure(string word)
    {
        Failed(Chunk("""{"content":"Hi"}""", word) + "data: [DONE]\n\n").Should().Contain(word);
        Failed($$"""{"choices":[{"message":{"content":"Hi"},"finish_reason":"{{word}}"}]}""").Should().Contain(word);
        Failed($$"""{"choices":[{"message":{"content":"Hi"},"error":{"code":502,"message":"lost"},"finish_reason":"{{word}}"}]}""").Should().Be("lost");

        var watch = Chat.Adapter.ReadAnswer(Chat.Bytes($$$"""{"choices":[{"message":{"content":"Hi"},"finish_reason":"{{{word}}}","error":{"message":"lost"}}]}"""));
        (watch.Valid, watch.Error?.Message).Should().Be((false, "lost"));
    }

    [Fact]
    public void What_a_choice_that_ended_says_beside_it_is_no_failure() =>
        Told("""{"choices":[{"message":{"content":"Hi"},"error":{"message":"lost"},"finish_reason":"stop"}]}""").Text.Should().Be("Hi");

    /// <summary>Said so far as a message, beside each delta (in either order) or at the end; a whole answer has an empty delta beside it.</summary>
    [Theory]
    [InlineData("""data: {"choices":[{"delta":{"content":"Hel"},"message":{"content":"Hel"}}]}|data: {"choices":[{"message":{"content":"Hello"},"delta":{"content":"lo"}}]}|data: {"choices":[{"delta":{"content":""},"message":{"content":"Hello"},"finish_reason":"stop"}]}|data: [DONE]|""")]
    [InlineData("""data: {"choices":[{"delta":{"content":"Hello"}}]}|data: {"object":"chat.completion","choices":[{"message":{"content":"Hello","reasoning_content":"hm"},"finish_reason":"stop"}]}|""")]
    [InlineData("""data: {"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}|data: [DONE]|""")]
    [InlineData("""{"choices":[{"message":{"content":"Hello"},"delta":{"content":""},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":""},"message":{"content":"Hello"},"finish_reason":"stop"}]}""")]
    public void Content_in_two_places_is_said_once(string answer)
    {
        var told = Told(answer.Replace("|", "\n\n", StringComparison.Ordinal));

        (told.Text, told.Reasoning, told.Finish).Should().Be(("Hello", "", FinishReason.Stop));
    }

    [Fact]
    public void Usage_in_a_vendors_own_member_counts()
    {
        const string Last = """data: {"choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"r","usage":{"queue_time":0.1,"prompt_tokens":3,"completion_tokens":2}}}""" + "\n\n";

        Told(Chunk("""{"content":"Hi"}""", null) + Last).Usage.Should().Be(new TokenUsage(Input: 3, Output: 2));

        var watch = Chat.Watch(Last);
        watch.Observer.Usage.Should().Be(new TokenUsage(Input: 3, Output: 2));
    }

    [Fact]
    public void An_error_in_a_vendors_own_member_is_one()
    {
        const string Last = """data: {"choices":[],"x_groq":{"id":"r","error":"over capacity"}}""" + "\n\n";

        Failed(Chunk("""{"content":"Hi"}""", null) + Last + "data: [DONE]\n\n").Should().Be("over capacity");

        var watch = Chat.Watch(Last);
        watch.Observer.Error?.Message.Should().Be("over capacity");
    }

    /// <summary>Mapping 3.3: what the sum has more than its parts is output, of a target that is said to count so.</summary>
    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":198,"total_tokens":623}}""")]
    [InlineData("""data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":198,"total_tokens":623}}""" + "\n\n")]
    public void What_only_the_sum_has_is_reasoning(string answer)
    {
        var source = Crossing.Source(Dialect.OpenAIChat, Dialect.AnthropicMessages, new LossList());
        var usage = AnswerReading.Of(sink => Read(answer, source with { Traits = source.Traits with { TotalExcludesReasoning = true } }, sink).Should().BeNull()).Usage;

        (usage.Input, usage.Output, usage.Reasoning).Should().Be((20L, 603L, 405L));
        Told(answer).Usage.Output.Should().Be(198);
    }

    private static string Chunk(string delta, string? finish) =>
        $"data: {{\"choices\":[{{\"delta\":{delta}{(finish is null ? "" : $",\"finish_reason\":\"{finish}\"")}}}]}}\n\n";

    private static AnswerReading Told(string answer) => AnswerReading.Of(sink => Read(answer, sink).Should().BeNull(answer));

    private static string? Failed(string answer)
    {
        var sink = new GrammarCheck();
        var failure = Read(answer, sink);
        (failure?.Kind, sink.Ended).Should().Be((AnswerFailureKind.Reported, false), answer);
        return failure!.Error?.Message;
    }

    private static AnswerFailure? Read(string answer, IAnswerSink sink) =>
        Read(answer, Crossing.Source(Dialect.OpenAIChat, Dialect.AnthropicMessages, new LossList()), sink);

    private static AnswerFailure? Read(string answer, AnswerSource source, IAnswerSink sink)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        return answer[0] == '{' ? Crossing.ReadBody(bytes, source, sink) : Crossing.ReadStream(bytes, source, sink, () => 7);
    }
}
