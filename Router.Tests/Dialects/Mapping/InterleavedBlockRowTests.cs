// Mapping 4.1: blocks of a Messages stream never overlap, and those of gateways are told apart when they do.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Laws;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class InterleavedBlockRowTests
{
    /// <summary>The events of two calls, each named by what it does: + begins, a letter is a piece, - ends.</summary>
    [Theory]
    [InlineData("+0 0a 0b -0 +1 1a 1b -1")]
    [InlineData("+0 +1 0a 1a 0b 1b -0 -1")]
    [InlineData("+0 +1 1a 1b 0a 0b -1 -0")]
    [InlineData("+0 0a +1 1a 1b -1 0b -0")]
    [InlineData("+0 0a 0b +1 1a 1b")]
    [InlineData("+0 0a 0b +1 -0 1a 1b -1")]
    [InlineData("+0 +1 1a 0a 1b 0b")]
    public void Two_calls_are_two_calls_however_their_events_come(string order) =>
        Told(order).ToString().Should().Be(
            "text '', reasoning '', refusal '', calls [t0 Function f {\"x\":1}; t1 Function f {\"y\":2}], finish ToolCalls, usage 5 0 0 10 0", order);

    /// <summary>Who counts no blocks, or all of them as the first, has them one after another.</summary>
    [Theory]
    [InlineData(",\"index\":0")]
    [InlineData("")]
    public void Pieces_that_do_not_count_their_blocks_are_of_the_open_one(string index)
    {
        var stream = Stream("+0 0a 0b -0 +1 1a 1b -1").Split("\n\n").Select(line =>
            line.Contains("content_block_start", StringComparison.Ordinal) && index.Length > 0
                ? line : line.Replace(",\"index\":1", index, StringComparison.Ordinal).Replace(",\"index\":0", index, StringComparison.Ordinal));

        Read(string.Join("\n\n", stream)).Calls.Should().Equal("t0 Function f {\"x\":1}", "t1 Function f {\"y\":2}");
    }

    [Fact]
    public void The_block_in_front_goes_through_at_once_and_a_later_one_when_it_is_whole()
    {
        var log = new AnswerLog();
        var begun = Stream("+0 +1 1a 0a")[..^Stream("").Length];

        Crossing.ReadStream(Encoding.UTF8.GetBytes(Start + begun), Source(), log, () => int.MaxValue);

        log.Lines.Should().EndWith("part Call Function f id=t0");
        log.Pieces.Should().Be(1, "what comes of the later call waits");
    }

    private const string Start = "data: {\"type\":\"message_start\",\"message\":{\"model\":\"m\",\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n";

    private static AnswerReading Told(string order) => Read(Stream(order));

    private static AnswerReading Read(string stream) => AnswerReading.Of(
        sink => Crossing.ReadStream(Encoding.UTF8.GetBytes(Start + stream), Source(), new GrammarCheck(sink), () => 7).Should().BeNull(stream));

    private static Router.Dialects.AnswerSource Source() => Crossing.Source(Dialect.AnthropicMessages, Dialect.OpenAIChat, new LossList());

    private static string Stream(string order)
    {
        var stream = new StringBuilder();
        foreach (var step in order.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var index = step.Trim('+', '-', 'a', 'b');
            stream.Append(step switch
            {
                ['+', ..] => Event("start", index, $"\"content_block\":{{\"type\":\"tool_use\",\"id\":\"t{index}\",\"name\":\"f\",\"input\":{{}}}}"),
                ['-', ..] => Event("stop", index, "\"a\":1"),
                "0a" => Piece(index, """{\"x\":"""),
                "0b" => Piece(index, "1}"),
                "1a" => Piece(index, """{\"y\":"""),
                _ => Piece(index, "2}"),
            });
        }

        stream.Append("data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":10}}\n\n");
        return stream.Append("data: {\"type\":\"message_stop\"}\n\n").ToString();
    }

    private static string Piece(string index, string json) =>
        Event("delta", index, $"\"delta\":{{\"type\":\"input_json_delta\",\"partial_json\":\"{json}\"}}");

    private static string Event(string kind, string index, string rest) =>
        $"data: {{\"type\":\"content_block_{kind}\",\"index\":{index},{rest}}}\n\n";
}
