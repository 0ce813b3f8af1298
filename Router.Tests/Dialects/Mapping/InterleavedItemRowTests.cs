// Mapping 4.3 and 4.4: items of a Responses stream that are open side by side.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Laws;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class InterleavedItemRowTests
{
    private const string First = """{"type":"function_call","id":"x","call_id":"call_1","name":"f","arguments":"{\"a\":2}"}""";
    private const string Second = """{"type":"function_call","id":"y","call_id":"call_2","name":"g","arguments":"{\"b\":1}"}""";
    private const string Hello = """{"type":"message","id":"m","content":[{"type":"output_text","text":"Hello","annotations":[]}]}""";
    private const string World = """{"type":"message","id":"n","content":[{"type":"output_text","text":"World","annotations":[]}]}""";
    private const string Thought = """{"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"sealed"}""";

    /// <summary>The events of both calls, each named by what it does: + begins, a digit is a piece, - is whole.</summary>
    [Theory]
    [InlineData("+0 +1 0a 1a 0b 1b -0 -1")]
    [InlineData("+0 +1 1a 1b 0a 0b -1 -0")]
    [InlineData("+0 +1 1a 0a 1b -1 0b -0")]
    [InlineData("+0 0a +1 1a 1b -1 0b -0")]
    [InlineData("+0 0a 0b +1 1a 1b")]
    [InlineData("+0 +1 -1 -0")]
    [InlineData("+0 +1 1a 0a")]
    [InlineData("-1 -0")]
    [InlineData("")]
    public void Two_calls_are_two_calls_however_their_events_come(string order)
    {
        var events = order.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(step => step switch
        {
            "+0" => Added(0, First.Replace("""{\"a\":2}""", "", StringComparison.Ordinal)),
            "+1" => Added(1, Second.Replace("""{\"b\":1}""", "", StringComparison.Ordinal)),
            "0a" => Input(0, """{\"a\":"""),
            "0b" => Input(0, "2}"),
            "1a" => Input(1, """{\"b\":"""),
            "1b" => Input(1, "1}"),
            "-0" => Done(0, First),
            _ => Done(1, Second),
        });

        var lines = Read(string.Concat(events), $"{First},{Second}");

        var calls = new[] { Call("f", "call_1", """{\"a\":2}"""), Call("g", "call_2", """{\"b\":1}""") };
        lines.Should().Equal(order == "-1 -0" ? [.. calls.Reverse().SelectMany(call => call)] : [.. calls.SelectMany(call => call)]);
    }

    [Fact]
    public void The_lowest_open_call_goes_through_at_once_and_a_later_one_when_it_is_whole()
    {
        var log = new AnswerLog();
        var begun = Created + Added(0, First.Replace("""{\"a\":2}""", "", StringComparison.Ordinal)) + Added(1, Second) + Input(1, "1") + Input(0, "2");

        Crossing.ReadStream(Encoding.UTF8.GetBytes(begun), Source(), log, () => int.MaxValue);

        log.Lines.Should().EndWith("part Call Function f id=call_1");
        log.Pieces.Should().Be(1, "what comes of the later call waits");
    }

    [Fact]
    public void Texts_of_two_messages_that_come_by_turns_come_once_each()
    {
        var lines = Read(
            Added(0, Hello.Replace("Hello", "", StringComparison.Ordinal)) + Added(1, World.Replace("World", "", StringComparison.Ordinal))
            + Said(0, "Hel") + Said(1, "Wor") + Said(0, "lo") + Said(1, "ld") + Done(0, Hello) + Done(1, World), $"{Hello},{World}");

        lines.Should().Equal("part Text", "text Hello", "end part", "part Text", "text World", "end part");
    }

    [Fact]
    public void Reasoning_that_is_open_when_a_call_begins_keeps_what_its_end_brings()
    {
        var lines = Read(
            Added(0, """{"type":"reasoning","id":"r","summary":[]}""")
            + Event("reasoning_summary_text.delta", "\"output_index\":0,\"summary_index\":0,\"delta\":\"Hm\"")
            + Added(1, First) + Input(1, """{\"a\":2}""") + Done(1, First) + Done(0, Thought), $"{Thought},{First}");

        lines.Should().Equal([.. (string[])["part Reasoning", "text Hm", "keep " + Thought, "end part"], .. Call("f", "call_1", """{\"a\":2}""")]);
    }

    [Fact]
    public void What_nobody_reads_and_what_has_no_index_holds_nothing_up()
    {
        var lines = Read(Event("novel", "\"a\":1") + Added(1, Hello) + Said(1, "Hel") + Said(1, "lo") + Done(1, Hello) + Done(2, World), "");

        lines.Should().Equal("part Text", "text Hello", "end part", "part Text", "text World", "end part");
    }

    [Fact]
    public void What_waits_counts_towards_the_bound_on_the_answer_until_it_is_passed_on()
    {
        using var framer = new SseFramer();
        using var reader = Translators.Of(Dialect.OpenAIResponses).AnswerReader.Open(Source());
        var counts = new List<long>();
        var bytes = Encoding.UTF8.GetBytes(Added(0, Hello) + Added(1, World) + Said(1, new string('a', 9000)) + Done(0, Hello));
        bytes.CopyTo(framer.GetMemory(bytes.Length).Span);
        framer.Advance(bytes.Length);
        var log = new AnswerLog();
        while (framer.TryRead(out var frame))
        {
            reader.Read(frame, log).Should().BeNull();
            counts.Add(reader.WaitingBytes);
        }

        counts[0].Should().Be(0);
        counts[1].Should().BePositive();
        counts[2].Should().BeGreaterThan(9000);
        counts[3].Should().Be(0);
    }

    private static string Created => "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\",\"output\":[]}}\n\n";

    private static IEnumerable<string> Call(string name, string id, string input) =>
        [$"part Call Function {name} id={id}", $"text {input}", "end part"];

    /// <summary>What lies between the beginning and the counts of a stream.</summary>
    private static IEnumerable<string> Read(string events, string output)
    {
        var log = new AnswerLog();
        var stream = Created + events
            + $"data: {{\"type\":\"response.completed\",\"response\":{{\"id\":\"r\",\"model\":\"m\",\"status\":\"completed\",\"output\":[{output}]}}}}\n\n";

        Crossing.ReadStream(Encoding.UTF8.GetBytes(stream), Source(), log, () => int.MaxValue).Should().BeNull();

        log.Ended.Should().BeTrue();
        return log.Lines.Skip(1).SkipLast(2);
    }

    private static AnswerSource Source() => Crossing.Source(Dialect.OpenAIResponses, Dialect.AnthropicMessages, new LossList());

    private static string Added(int index, string item) => Event("output_item.added", $"\"output_index\":{index},\"item\":{item}");

    private static string Done(int index, string item) => Event("output_item.done", $"\"output_index\":{index},\"item\":{item}");

    private static string Input(int index, string piece) => Event("function_call_arguments.delta", $"\"output_index\":{index},\"delta\":\"{piece}\"");

    private static string Said(int index, string piece) => Event("output_text.delta", $"\"output_index\":{index},\"content_index\":0,\"delta\":\"{piece}\"");

    private static string Event(string type, string members) => $"data: {{\"type\":\"response.{type}\",{members}}}\n\n";
}
