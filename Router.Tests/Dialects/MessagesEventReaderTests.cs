// A Messages answer, streamed or whole, is read as the same events.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesEventReaderTests
{
    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],\"usage\":{\"input_tokens\":9,\"cache_read_input_tokens\":3,\"output_tokens\":1,\"service_tier\":\"standard\"}}}\n\n";
    private const string Begun = "begin model=claude-x tier=Standard";
    private const string Counted = "count in=9 read=3 write= write1h= out= reasoning= cost=";
    private const string CountedAll = "count in=9 read=3 write= write1h= out=5 reasoning=2 cost=";

    [Fact]
    public void Text_passes_escaped_and_an_empty_block_is_no_part() => Lines(
        Block(0, """{"type":"text","text":""}""") + Delta(0, """{"type":"text_delta","text":"Gr\u00fc\ud83d"}""") + Delta(0, """{"type":"text_delta","text":"\ude00"}""") + Stop(0)
        + Block(1, """{"type":"text","text":""}""") + Stop(1) + End("end_turn"))
        .Should().Equal(Begun, Counted, "part Text", "text Gr\\u00fc\\ud83d\\ude00", "end part", CountedAll, "end Stop stop= explanation=");

    [Fact]
    public void Thinking_is_told_and_kept_as_the_block_its_maker_wants_back() => Lines(
        Block(0, """{"type":"thinking","thinking":"","signature":""}""") + Delta(0, """{"type":"thinking_delta","thinking":"a\"b"}""")
        + Delta(0, """{"type":"thinking_delta","thinking":"c"}""") + Delta(0, """{"type":"signature_delta","signature":"EqQ\/B"}""") + Stop(0)
        + Block(1, """{"type":"redacted_thinking","data":"EmwK"}""") + Stop(1)
        + Block(2, """{"type":"thinking","thinking":"","signature":"Sig"}""") + Stop(2) + End("end_turn"))
        .Skip(2).Take(9).Should().Equal(
            "part Reasoning", """text a\"bc""", """keep {"type":"thinking","thinking":"a\"bc","signature":"EqQ\/B"}""", "end part",
            "part Reasoning", """keep {"type":"redacted_thinking","data":"EmwK"}""", "end part",
            "part Reasoning", """keep {"type":"thinking","thinking":"","signature":"Sig"}""");

    [Fact]
    public void Thinking_without_a_signature_keeps_nothing() => Lines(
        Block(0, """{"type":"thinking","thinking":"a"}""") + Stop(0) + End("end_turn")).Skip(2).Take(3).Should().Equal("part Reasoning", "text a", "end part");

    [Fact]
    public void Calls_come_in_pieces_or_whole_and_win_over_the_reason() => Lines(
        Block(0, """{"type":"tool_use","id":"toolu_1","name":"f","input":{}}""") + Delta(0, """{"type":"input_json_delta","partial_json":""}""")
        + Delta(0, """{"type":"input_json_delta","partial_json":"{\"a\":"}""") + Delta(0, """{"type":"input_json_delta","partial_json":"1.0}"}""") + Stop(0)
        + Block(1, """{"type":"tool_use","id":"toolu_2","name":"g","input":{"b":"\n"}}""") + Stop(1)
        + Block(2, """{"type":"tool_use","id":"toolu_3","name":"h","input":{}}""") + Stop(2) + End("end_turn"))
        .Skip(2).Should().Equal(
            "part Call Function f id=toolu_1", """text {\"a\":1.0}""", "end part",
            "part Call Function g id=toolu_2", """text {\"b\":\"\\n\"}""", "end part",
            "part Call Function h id=toolu_3", "end part", CountedAll, "end ToolCalls stop= explanation=");

    [Fact]
    public void An_input_given_whole_and_then_in_pieces_is_given_once() => Lines(
        Block(0, """{"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1}}""") + Delta(0, """{"type":"input_json_delta","partial_json":""}""")
        + Delta(0, """{"type":"input_json_delta","partial_json":"{\"a\":"}""") + Delta(0, """{"type":"input_json_delta","partial_json":"1}"}""") + Stop(0)
        + End("tool_use"))
        .Skip(2).Take(3).Should().Equal("part Call Function f id=toolu_1", """text {\"a\":1}""", "end part");

    [Fact]
    public void A_web_source_is_cited_and_a_documents_is_told_as_lost()
    {
        var (log, failure, losses) = Messages.Stream(Start + Block(0, """{"type":"text","text":""}""")
            + Delta(0, """{"type":"citations_delta","citation":{"type":"web_search_result_location","title":"T","url":"https://x","cited_text":"c"}}""")
            + Delta(0, """{"type":"citations_delta","citation":{"type":"char_location","cited_text":"c","document_index":0}}""")
            + Delta(0, """{"type":"text_delta","text":"a"}""") + Stop(0) + End("end_turn"));
        failure.Should().BeNull();
        log.Lines.Skip(2).Take(4).Should().Equal("part Text", "cite https://x \"T\" ..", "text a", "end part");
        losses.Paths(Fate.Approximated).Should().Equal("content[].citations");
    }

    [Fact]
    public void Blocks_of_the_service_and_blocks_that_nobody_knows_are_skipped_and_told()
    {
        var (log, failure, losses) = Messages.Stream(Start + Block(0, """{"type":"server_tool_use","id":"s","name":"web_search","input":{}}""")
            + Delta(0, """{"type":"input_json_delta","partial_json":"{}"}""") + Stop(0)
            + Block(1, """{"type":"web_search_tool_result","content":[]}""") + Stop(1) + Block(2, """{"type":"novelty","text":"x"}""")
            + Delta(2, """{"type":"text_delta","text":"y"}""") + Stop(2) + Event("novelty", "") + Block(3, """{"type":"text","text":"a"}""") + Stop(3) + End("end_turn"));
        failure.Should().BeNull();
        log.Lines.Skip(2).Take(3).Should().Equal("part Text", "text a", "end part");
        losses.Losses.Select(loss => loss.Reason).Should().Equal(
            LossPolicy.Of(LossRule.AnswerServicePart).Why);
    }

    [Theory]
    [InlineData("end_turn", "Stop", "")]
    [InlineData("stop_sequence", "StopSequence", "")]
    [InlineData("max_tokens", "Length", "")]
    [InlineData("model_context_window_exceeded", "ContextWindow", "")]
    [InlineData("refusal", "ContentFilter", "")]
    [InlineData("tool_use", "Stop", "stop_reason")]
    [InlineData("novelty", "Stop", "stop_reason")]
    public void Every_reason_to_end(string reason, string finish, string lost)
    {
        var (log, _, losses) = Messages.Stream(Start + End(reason));
        log.Lines[^1].Should().StartWith($"end {finish} ");
        string.Join(';', losses.Paths(Fate.Approximated)).Should().Be(lost);
    }

    [Fact]
    public void A_stop_sequence_and_a_refusals_explanation_are_read()
    {
        Messages.Stream(Start + End("stop_sequence", ",\"stop_sequence\":\"EN\\u0044\"")).Log.Lines[^1].Should().Be("end StopSequence stop=END explanation=");
        Messages.Stream(Start + End("refusal", ",\"stop_details\":{\"type\":\"refusal\",\"category\":\"bio\",\"explanation\":\"No.\"}")).Log.Lines[^1]
            .Should().Be("end ContentFilter stop= explanation=No.");
    }

    [Theory]
    [InlineData("", "Truncated")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n", "Reported")]
    [InlineData("event: error\ndata: {\"message\":\"No.\"}\n\n", "Reported")]
    [InlineData("data: not json\n\n", "Garbage")]
    [InlineData("data: {\"type\":\"ping\"} x\n\n", "Garbage")]
    [InlineData("data: [1]\n\n", "Garbage")]
    [InlineData(Start, "Garbage")]
    [InlineData("data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"1\"}}\n\n", "Garbage")]
    [InlineData("data: {\"type\":\"message_stop\"}", "Truncated")]
    public void A_failure_is_a_value_and_never_an_end(string rest, string kind)
    {
        var (log, failure, _) = Messages.Stream(Start + Block(0, """{"type":"text","text":"a"}""") + Stop(0) + rest + rest);
        (failure!.Kind.ToString(), log.Ended).Should().Be((kind, false));
    }

    [Fact]
    public void A_stream_that_never_began_is_no_answer()
    {
        Messages.Stream("").Failure!.Kind.Should().Be(AnswerFailureKind.Truncated);
        Messages.Stream(Block(0, """{"type":"text","text":"a"}""")).Failure!.Kind.Should().Be(AnswerFailureKind.Garbage);
        Messages.Stream("data: {\"type\":\"message_start\",\"message\":\xFF}\n\n").Failure!.Kind.Should().Be(AnswerFailureKind.Garbage);
    }

    [Fact]
    public void The_services_own_words_of_an_error_are_kept() =>
        Messages.Stream(Start + Event("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}")).Failure!.Error
            .Should().Be(new UpstreamErrorFacts("Overloaded", "overloaded_error"));

    [Fact]
    public void A_pause_cannot_be_told_but_is_counted()
    {
        var (log, failure, _) = Messages.Stream(Start + End("pause_turn"));
        failure.Should().Be(AnswerFailure.Untranslatable);
        log.Lines.Should().Equal(Begun, Counted, CountedAll);
        Messages.Answer("""{"type":"message","content":[],"stop_reason":"pause_turn"}""").Failure.Should().Be(AnswerFailure.Untranslatable);
    }

    [Fact]
    public void Pings_comments_and_what_follows_the_end_change_nothing()
    {
        var (log, failure, _) = Messages.Stream(": hi\n\n" + Start + Event("ping", "") + "data: [DONE]\n\n" + End("end_turn") + "data: [DONE]\n\n" + "data: junk\n\n");
        failure.Should().BeNull();
        log.Lines[^1].Should().Be("end Stop stop= explanation=");
    }

    [Fact]
    public void Members_in_another_order_and_several_data_lines_are_the_same() => Messages.Stream(
        Start + "data: {\"delta\":{\"text\":\"a\",\ndata: \"type\":\"text_delta\"},\"index\":0,\ndata: \"type\":\"content_block_delta\"}\n\n" + End("end_turn"))
        .Log.Lines.Should().Contain("text a");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    public void Cuts_change_nothing(int step) => Messages.Stream(Whole, step).Log.Lines.Should().Equal(Messages.Stream(Whole).Log.Lines);

    [Fact]
    public void A_whole_body_gives_the_events_of_its_stream()
    {
        const string body = """
            {"usage":{"input_tokens":9,"cache_read_input_tokens":3,"output_tokens":5,"service_tier":"standard","output_tokens_details":{"thinking_tokens":2}},
             "content":[{"type":"thinking","thinking":"hm","signature":"Sig"},{"type":"text","text":"Grüße","citations":[{"type":"web_search_result_location","url":"https://x","title":null}]},
             {"type":"tool_use","id":"t","name":"f","input":{"a":1.0}},{"type":"tool_use","id":"u","name":"g","input":{ }}],
             "stop_reason":"tool_use","stop_sequence":null,"model":"claude-x","id":"msg_1","role":"assistant","type":"message"}
            """;
        var (log, failure, _) = Messages.Answer(body);
        failure.Should().BeNull();
        log.Lines.Should().Equal(Messages.Stream(Whole).Log.Lines.Where(line => line != Counted));
    }

    [Theory]
    [InlineData("", "Garbage")]
    [InlineData("<html>", "Garbage")]
    [InlineData("{}", "Garbage")]
    [InlineData("""{"type":"message","content":[]} x""", "Garbage")]
    [InlineData("""{"type":"message","content":"text"}""", "Garbage")]
    [InlineData("""{"type":"error","error":{"type":"api_error","message":"m"}}""", "Reported")]
    public void A_body_that_is_no_answer(string body, string kind) => Messages.Answer(body).Failure!.Kind.ToString().Should().Be(kind);

    [Fact]
    public void A_body_without_usage_counts_nothing() =>
        Messages.Answer("""{"content":[],"stop_reason":"end_turn"}""").Log.Lines.Should().Equal("begin model= tier=", "end Stop stop= explanation=");

    [Fact]
    public void Ten_thousand_pieces_cost_no_memory_of_their_own()
    {
        using var framer = new SseFramer();
        using var reader = Messages.Translator.AnswerReader.Open(Messages.Source());
        using var fold = new AnswerFold();
        Feed(framer, reader, fold, Start + Block(0, """{"type":"text","text":""}"""), 1);
        var piece = Delta(0, """{"type":"text_delta","text":"word "}""");
        Feed(framer, reader, fold, piece, 14_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(framer, reader, fold, piece, 10_000);

        // A collection of garbage in between may charge the thread what it had reserved, 8 kB.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(20_000);
    }

    private static string Whole { get; } = Start
        + Block(0, """{"type":"thinking","thinking":"","signature":""}""") + Delta(0, """{"type":"thinking_delta","thinking":"hm"}""") + Delta(0, """{"type":"signature_delta","signature":"Sig"}""") + Stop(0)
        + Block(1, """{"type":"text","text":""}""") + Delta(1, """{"type":"text_delta","text":"Grü"}""") + Delta(1, """{"type":"text_delta","text":"ße"}""")
        + Delta(1, """{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://x","title":null}}""") + Stop(1)
        + Block(2, """{"type":"tool_use","id":"t","name":"f","input":{}}""") + Delta(2, """{"type":"input_json_delta","partial_json":"{\"a\":1.0}"}""") + Stop(2)
        + Block(3, """{"type":"tool_use","id":"u","name":"g","input":{}}""") + Delta(3, """{"type":"input_json_delta","partial_json":"{}"}""") + Stop(3)
        + End("tool_use");

    private static void Feed(SseFramer framer, IAnswerStreamReader reader, AnswerFold fold, string text, int times)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var time = 0; time < times; time++)
        {
            bytes.CopyTo(framer.GetMemory(bytes.Length).Span);
            framer.Advance(bytes.Length);
            while (framer.TryRead(out var frame))
            {
                reader.Read(frame, fold);
            }
        }
    }

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\"{members}}}\n\n";

    private static string Block(int index, string block) => Event("content_block_start", $",\"index\":{index},\"content_block\":{block}");

    private static string Delta(int index, string delta) => Event("content_block_delta", $",\"index\":{index},\"delta\":{delta}");

    private static string Stop(int index) => Event("content_block_stop", $",\"index\":{index}");

    private static string End(string reason, string more = "") =>
        Event("message_delta", $",\"delta\":{{\"stop_reason\":\"{reason}\"{more}}},\"usage\":{{\"output_tokens\":5,\"output_tokens_details\":{{\"thinking_tokens\":2}}}}")
        + Event("message_stop", "");

    private static IReadOnlyList<string> Lines(string stream)
    {
        var (log, failure, _) = Messages.Stream(Start + stream);
        failure.Should().BeNull();
        return log.Lines;
    }
}
