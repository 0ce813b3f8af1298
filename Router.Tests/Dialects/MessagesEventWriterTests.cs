// An answer of another dialect is written as Messages wants it.
using System.Buffers;
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesEventWriterTests
{
    private const string Head = "\"id\":\"msg_0123456789abcdef0123456789abcdef\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"gpt-x-1\"";
    private readonly LossList _losses = new();

    [Fact]
    public void A_text_is_a_block_that_opens_at_its_first_piece() => Stream(sink =>
    {
        Part(sink, AnswerPartKind.Text);
        Part(sink, AnswerPartKind.Text, "Hi \\ud83d", "\\ude00");
        sink.Count(new UsageReport(new TokenUsage(Input: 10, CacheRead: 4, CacheWrite: 1, CacheWrite1h: 2, Output: 3, Reasoning: 1)));
        sink.End(new AnswerEnd(FinishReason.Stop));
    }).Should().Be(
        Event("message_start", $"\"message\":{{{Head},\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{{\"input_tokens\":0,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":0,\"service_tier\":\"standard\"}}}}")
        + Event("content_block_start", """ "index":0,"content_block":{"type":"text","text":""}""")
        + Event("content_block_delta", """ "index":0,"delta":{"type":"text_delta","text":"Hi \ud83d"}""")
        + Event("content_block_delta", """ "index":0,"delta":{"type":"text_delta","text":"\ude00"}""")
        + Event("content_block_stop", """ "index":0""")
        + Event("message_delta", """ "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":3,"cache_read_input_tokens":4,"output_tokens":3,"output_tokens_details":{"thinking_tokens":1}}""")
        + Event("message_stop", ""));

    [Fact]
    public void Reasoning_is_thinking_with_the_token_as_signature_or_redacted_with_the_token_as_data()
    {
        var text = Stream(sink =>
        {
            Part(sink, AnswerPartKind.Reasoning, "{\"r\":1}"u8, "hm");
            Part(sink, AnswerPartKind.Reasoning, "{\"r\":2}"u8);
            Part(sink, AnswerPartKind.Reasoning, "free");
            sink.End(new AnswerEnd(FinishReason.Stop));
        });
        text.Should().Contain(
            Event("content_block_start", """ "index":0,"content_block":{"type":"thinking","thinking":"","signature":""}""")
            + Event("content_block_delta", """ "index":0,"delta":{"type":"thinking_delta","thinking":"hm"}""")
            + Event("content_block_delta", $$""" "index":0,"delta":{"type":"signature_delta","signature":"{{Messages.Token("{\"r\":1}")}}"}""")
            + Event("content_block_stop", """ "index":0""")
            + Event("content_block_start", $$""" "index":1,"content_block":{"type":"redacted_thinking","data":"{{Messages.Token("{\"r\":2}")}}"}""")
            + Event("content_block_stop", """ "index":1"""));
        text.Split("signature_delta").Should().HaveCount(2, "what has no signature gets none");
        text.Should().NotContain("{\\\"r\\\"", "what is kept is shown to nobody");
    }

    [Fact]
    public void A_call_passes_its_pieces_in_either_form_and_says_who_called() => Stream(sink =>
    {
        sink.BeginPart(Call("call_1", ToolKind.Function));
        sink.Piece(new AnswerPiece("{\\\"a\\\":"u8, TextForm.Escaped));
        sink.Piece(new AnswerPiece("\"b\"}"u8, TextForm.Plain));
        sink.EndPart();
        sink.BeginPart(Call("call_2", ToolKind.Function));
        sink.EndPart();
        sink.End(new AnswerEnd(FinishReason.ToolCalls));
    }).Should().Contain(
        Event("content_block_start", """ "index":0,"content_block":{"type":"tool_use","id":"call_1","name":"f","caller":{"type":"direct"},"input":{}}""")
        + Event("content_block_delta", """ "index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}""")
        + Event("content_block_delta", """ "index":0,"delta":{"type":"input_json_delta","partial_json":"\"b\"}"}""")
        + Event("content_block_stop", """ "index":0""")
        + Event("content_block_start", """ "index":1,"content_block":{"type":"tool_use","id":"call_2","name":"f","caller":{"type":"direct"},"input":{}}""")
        + Event("content_block_stop", """ "index":1""")).And.Contain("\"stop_reason\":\"tool_use\"");

    [Fact]
    public void The_text_of_a_custom_call_is_the_field_of_an_object()
    {
        static void Play(IAnswerSink sink)
        {
            sink.BeginPart(Call("c", ToolKind.Custom));
            sink.Piece(new AnswerPiece("a\\\"b"u8, TextForm.Escaped));
            sink.Piece(new AnswerPiece("\""u8, TextForm.Plain));
            sink.EndPart();
            sink.End(new AnswerEnd(FinishReason.ToolCalls));
        }

        var pieces = Stream(Play).Split("\"partial_json\":\"").Skip(1).Select(piece => piece[..piece.IndexOf("\"}}\n", StringComparison.Ordinal)]);
        string.Concat(pieces).Should().Be("""{\"input\":\"a\\\"b\\\"\"}""");
        Body(Play).Should().Contain("""{"input":"a\"b\""}""");
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("[1", ",2]")]
    [InlineData("\\\"a", "\\\"")]
    [InlineData(" ", "\\n", "\\u0020 no ", "{}")]
    public void Arguments_that_do_not_begin_as_an_object_are_one_text_in_it(params string[] pieces)
    {
        void Play(IAnswerSink sink)
        {
            sink.BeginPart(Call("c", ToolKind.Function));
            foreach (var piece in pieces)
            {
                sink.Piece(new AnswerPiece(Encoding.UTF8.GetBytes(piece), TextForm.Escaped));
            }

            sink.EndPart();
            sink.BeginPart(Call("d", ToolKind.Function));
            sink.Piece(new AnswerPiece("{\\\"b\\\":1}"u8, TextForm.Escaped));
            sink.EndPart();
            sink.End(new AnswerEnd(FinishReason.ToolCalls));
        }

        var blocks = Stream(Play).Split("event: content_block_stop").Select(block => string.Concat(
            block.Split("\"partial_json\":\"").Skip(1).Select(piece => piece[..piece.IndexOf("\"}}\n", StringComparison.Ordinal)])));
        var inputs = blocks.Select(input => JsonText.Decode(Encoding.UTF8.GetBytes(input))).ToList();
        var said = string.Concat(pieces.SkipWhile(piece => piece is " " or "\\n"));

        inputs[0].Should().Be($"{{\"_unparsed_arguments\":\"{said}\"}}");
        inputs[1].Should().Be("{\"b\":1}");
        _losses.Paths(Fate.Approximated).Should().Contain("output[].arguments");
        Body(Play).Should().Contain("{\"_unparsed_arguments\":\"");
    }

    [Fact]
    public void A_refusal_is_text_and_the_reason()
    {
        static void Play(IAnswerSink sink)
        {
            Part(sink, AnswerPartKind.Refusal, "No.");
            sink.End(new AnswerEnd(FinishReason.Stop));
        }

        Stream(Play).Should().Contain("{\"type\":\"text_delta\",\"text\":\"No.\"}").And.Contain("\"stop_reason\":\"refusal\"");
        Body(Play).Should().Contain("{\"type\":\"text\",\"text\":\"No.\"}").And.Contain("\"stop_reason\":\"refusal\"");
    }

    [Theory]
    [InlineData(FinishReason.Stop, "end_turn")]
    [InlineData(FinishReason.StopSequence, "stop_sequence")]
    [InlineData(FinishReason.Length, "max_tokens")]
    [InlineData(FinishReason.ContextWindow, "model_context_window_exceeded")]
    [InlineData(FinishReason.ToolCalls, "tool_use")]
    [InlineData(FinishReason.ContentFilter, "refusal")]
    internal void Every_reason_to_end(FinishReason reason, string word)
    {
        Stream(sink => sink.End(new AnswerEnd(reason))).Should().Contain($"\"delta\":{{\"stop_reason\":\"{word}\"");
        Body(sink => sink.End(new AnswerEnd(reason))).Should().Contain($"\"stop_reason\":\"{word}\"");
    }

    [Fact]
    public void A_stop_sequence_and_an_explanation_are_told()
    {
        Body(sink => sink.End(new AnswerEnd(FinishReason.StopSequence) { StopSequence = "END" })).Should().Contain("\"stop_sequence\":\"END\"");
        Body(sink => sink.End(new AnswerEnd(FinishReason.ContentFilter) { Explanation = "No." }))
            .Should().Contain("\"stop_details\":{\"type\":\"refusal\",\"category\":null,\"explanation\":\"No.\"}");
    }

    [Fact]
    public void What_Messages_has_no_place_for_is_told_as_lost()
    {
        static void Play(IAnswerSink sink)
        {
            sink.BeginPart(new AnswerPart(AnswerPartKind.Text));
            sink.Piece(new AnswerPiece("a"u8, TextForm.Escaped) { LogProbs = "{}"u8 });
            sink.Cite(new AnswerCitation("https://x"u8, "T"u8));
            sink.EndPart();
            sink.End(new AnswerEnd(FinishReason.Stop));
        }

        Stream(Play);
        var streamed = _losses.Losses.Select(loss => loss.Reason).ToList();
        streamed.Should().BeEquivalentTo(
            new[] { LossRule.AnswerLogProbs, LossRule.AnswerUrlCitation, LossRule.AnswerUsageAbsent }.Select(rule => LossPolicy.Of(rule).Why));
        Body(Play);
        _losses.Losses.Should().HaveCount(streamed.Count, "body and stream lose the same");
    }

    [Fact]
    public void A_whole_body_has_all_that_is_required() => Body(sink =>
    {
        Part(sink, AnswerPartKind.Reasoning, "{\"r\":1}"u8, "hm");
        Part(sink, AnswerPartKind.Reasoning, "{\"r\":2}"u8);
        Part(sink, AnswerPartKind.Text);
        Part(sink, AnswerPartKind.Text, "a\\n");
        sink.BeginPart(Call("c", ToolKind.Function));
        sink.Piece(new AnswerPiece("{\\\"n\\\":1.0}"u8, TextForm.Escaped));
        sink.EndPart();
        sink.Count(new UsageReport(new TokenUsage(Input: 1, Output: 2)));
        sink.End(new AnswerEnd(FinishReason.ToolCalls));
    }).Should().Be(
        $"{{{Head},\"content\":[{{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"{Messages.Token("{\"r\":1}")}\"}},"
        + $"{{\"type\":\"redacted_thinking\",\"data\":\"{Messages.Token("{\"r\":2}")}\"}},{{\"type\":\"text\",\"text\":\"a\\n\"}},"
        + """{"type":"tool_use","id":"c","name":"f","caller":{"type":"direct"},"input":{"n":1.0}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":2,"service_tier":"standard"}}""");

    [Fact]
    public void Arguments_that_are_no_object_go_as_the_text_they_are()
    {
        Body(sink =>
        {
            sink.BeginPart(Call("c", ToolKind.Function));
            sink.Piece(new AnswerPiece("[1]"u8, TextForm.Escaped));
            sink.EndPart();
            sink.Count(new UsageReport(new TokenUsage(Input: 1)));
            sink.End(new AnswerEnd(FinishReason.ToolCalls));
        }).Should().Contain("""{"_unparsed_arguments":"[1]"}""");
        _losses.Paths(Fate.Approximated).Should().Equal("output[].arguments");
    }

    [Fact]
    public void A_failure_is_the_error_event_wherever_it_comes() => Stream(sink =>
    {
        sink.BeginPart(new AnswerPart(AnswerPartKind.Text));
        sink.Piece(new AnswerPiece("a"u8, TextForm.Escaped));
        ((IAnswerStreamWriter)sink).Fail(new RouterError(ErrorCode.UpstreamTruncated, "It stopped."));
    }).Should().EndWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"[upstream_truncated] It stopped.\"},\"request_id\":\"req_0123\"}\n\n");

    [Fact]
    public void What_was_written_is_read_as_the_same_answer()
    {
        static void Play(IAnswerSink sink)
        {
            Part(sink, AnswerPartKind.Text, "Hi");
            sink.BeginPart(Call("c", ToolKind.Function));
            sink.Piece(new AnswerPiece("{\\\"n\\\":1.0}"u8, TextForm.Escaped));
            sink.EndPart();
            sink.Count(new UsageReport(new TokenUsage(Input: 1, CacheRead: 0, CacheWrite: 0, Output: 2)));
            sink.End(new AnswerEnd(FinishReason.ToolCalls));
        }

        var streamed = Messages.Stream(Stream(Play)).Log.Lines;
        streamed.Where(line => !line.StartsWith("count in=0", StringComparison.Ordinal)).Should().Equal(Messages.Answer(Body(Play)).Log.Lines);
    }

    [Fact]
    public void Ten_thousand_pieces_cost_no_memory_of_their_own()
    {
        var output = new ArrayBufferWriter<byte>(8 * 1024 * 1024);
        using var writer = Messages.Translator.AnswerWriter.Open(Messages.Context(_losses), output);
        writer.Begin(new AnswerStart("m"));
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        Pieces(writer, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pieces(writer, 10_000);

        // A collection of garbage in between may charge the thread what it had reserved, 8 kB.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(20_000);
    }

    private static void Pieces(IAnswerSink sink, int count)
    {
        for (var number = 0; number < count; number++)
        {
            sink.Piece(new AnswerPiece("word "u8, TextForm.Escaped));
        }
    }

    private static AnswerPart Call(string id, ToolKind kind) => new(AnswerPartKind.Call, id, new ToolReference(kind, "f"));

    private static void Part(IAnswerSink sink, AnswerPartKind kind, params string[] pieces) => Part(sink, kind, default, pieces);

    private static void Part(IAnswerSink sink, AnswerPartKind kind, ReadOnlySpan<byte> kept, params string[] pieces)
    {
        sink.BeginPart(new AnswerPart(kind));
        foreach (var piece in pieces)
        {
            sink.Piece(new AnswerPiece(Encoding.UTF8.GetBytes(piece), TextForm.Escaped));
        }

        if (!kept.IsEmpty)
        {
            sink.Keep(kept);
        }

        sink.EndPart();
    }

    private static string Event(string type, string members) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\"{(members.Length > 0 ? "," : "")}{members.TrimStart()}}}\n\n";

    private string Stream(Action<IAnswerSink> play)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = Messages.Translator.AnswerWriter.Open(Messages.Context(_losses), output);
        writer.Begin(new AnswerStart("gpt-x-1") { ServiceTier = ServiceTier.Standard });
        play(writer);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private string Body(Action<IAnswerSink> play)
    {
        var output = new ArrayBufferWriter<byte>();
        using var fold = new AnswerFold();
        fold.Begin(new AnswerStart("gpt-x-1") { ServiceTier = ServiceTier.Standard });
        play(fold);
        Messages.Translator.AnswerWriter.Write(Messages.Context(_losses), fold, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
