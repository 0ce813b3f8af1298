// Figures of dialects can be compared only when their answers carry the same text in the same number of events.
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Benchmarks;

public sealed class MockAnswersTests
{
    private static readonly MockAnswers Answers = new(textBytes: 400, events: 200);

    [Theory]
    [InlineData("chat", "data: [DONE]")]
    [InlineData("responses", "event: response.completed")]
    [InlineData("messages", "event: message_stop")]
    public void A_stream_has_200_events_and_ends_as_its_dialect_ends(string dialect, string end)
    {
        var events = Of(dialect).Events.Select(Chunk).ToArray();

        events.Should().HaveCount(200);
        events.Should().OnlyContain(text => text.EndsWith("\n\n", StringComparison.Ordinal) && text.IndexOf("\n\n", StringComparison.Ordinal) == text.Length - 2);
        events[^1].Should().StartWith(end);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public void A_stream_carries_the_same_text_in_every_dialect(string dialect)
    {
        var answer = Of(dialect);
        var texts = answer.Events.Select(Chunk).Select(StreamText.Of).ToArray();

        string.Concat(texts).Should().Be(MockText.Of(8 * 200));
        Array.FindIndex(texts, text => text.Length > 0).Should().Be(answer.Opening - 1, "the opening ends with the first text");
    }

    [Theory]
    [InlineData("chat", "choices.0.message.content")]
    [InlineData("responses", "output.0.content.0.text")]
    [InlineData("messages", "content.0.text")]
    public void A_whole_answer_carries_the_same_text_in_every_dialect(string dialect, string path)
    {
        var whole = Encoding.UTF8.GetString(Of(dialect).Whole);
        var body = JsonDocument.Parse(whole[(whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;

        At(body, path).Should().Be(MockText.Of(400));
        body.GetProperty("usage").EnumerateObject().Should().NotBeEmpty();
    }

    private static MockAnswerBytes Of(string dialect) => Answers.Of(Enum.GetValues<Dialect>().Single(of => of.Short() == dialect));

    /// <summary>The bytes of a chunk: behind its size and, of the first, behind the head.</summary>
    private static string Chunk(byte[] part)
    {
        var text = Encoding.UTF8.GetString(part);
        text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var head and >= 0 ? head + 4 : 0)..];
        return text[(text.IndexOf("\r\n", StringComparison.Ordinal) + 2)..^2];
    }

    private static string At(JsonElement from, string path) => path.Split('.')
        .Aggregate(from, (at, name) => int.TryParse(name, out var index) ? at[index] : at.GetProperty(name)).GetString()!;
}
