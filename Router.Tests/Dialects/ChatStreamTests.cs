// What the observer makes of chat streams, with the habits of many vendors.
using FluentAssertions;
using FsCheck.Xunit;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ChatStreamTests
{
    private const string Head = "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up-1\",";
    private const string Done = "data: [DONE]\n\n";

    private static readonly string Role = Chunk("{\"role\":\"assistant\",\"content\":\"\"}");
    private static readonly string Hello = Chunk("{\"content\":\"Hello\"}");
    private static readonly string World = Chunk("{\"content\":\" w\\\"ö\\\\\"}");
    private static readonly string Stop = Chunk("{}", "\"stop\"");
    private static readonly string UsageChunk = $"data: {Head}\"choices\":[],\"usage\":{{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}}}\n\n";

    private static readonly string Interleaved = string.Concat(
        "\uFEFF: PROCESSING\r\n\r\n",
        Role.Replace("\n", "\r\n", StringComparison.Ordinal),
        Chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"),
        Chunk("{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}"),
        Chunk("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{\\\"q\\\":\"}}]}").Replace("data: ", "data:", StringComparison.Ordinal),
        Chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}},{\"index\":1,\"function\":{\"arguments\":\"1}\"}}]}"),
        Chunk("{}", "\"tool_calls\""),
        "data: [DONE]\r\r");

    [Fact]
    public void A_stream_by_the_book_is_role_content_finish_usage_and_end()
    {
        var (observer, facts, _) = Chat.Watch(Role + Hello + World + Stop + UsageChunk + Done);
        facts.Should().Equal(
            FrameFacts.None, FrameFacts.Content, FrameFacts.Content, FrameFacts.Content, FrameFacts.UsageOnly, FrameFacts.End);
        observer.Usage.Should().Be(new TokenUsage(Input: 9, Output: 2));
        observer.ContentBytes.Should().Be(5 + 8);
        (observer.SawEnd, observer.Error).Should().Be((true, null));
    }

    [Fact]
    public void The_usage_chunk_is_the_callers_when_it_asked()
    {
        var (observer, facts, _) = Chat.Watch(Hello + Stop + UsageChunk + Done, callerWantsUsage: true);
        facts[2].Should().Be(FrameFacts.None);
        observer.Usage.Input.Should().Be(9);
    }

    [Fact]
    public void Usage_on_the_finishing_chunk_is_read_and_the_chunk_passes()
    {
        var finishing = Chunk("{}", "\"stop\"").Replace("]}", "],\"usage\":{\"prompt_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":3},\"completion_tokens\":1,\"cost\":0.5}}", StringComparison.Ordinal);
        var (observer, facts, _) = Chat.Watch(Hello + finishing + Done);
        facts[1].Should().Be(FrameFacts.Content);
        observer.Usage.Should().Be(new TokenUsage(Input: 1, CacheRead: 3, Output: 1));
        observer.UpstreamCostNano.Should().Be(500_000_000);
    }

    [Theory]
    [InlineData("{\"prompt_tokens\":4,\"completion_tokens\":7}")]
    [InlineData("{\"completion_tokens\":7,\"prompt_tokens\":null}")]
    public void Running_usage_on_every_chunk_ends_with_the_last_value(string last)
    {
        var early = Hello.Replace("]}", "],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":1}}", StringComparison.Ordinal);
        var late = Hello.Replace("]}", $"],\"usage\":{last}}}", StringComparison.Ordinal);
        var (observer, _, _) = Chat.Watch(early + late + Stop);
        observer.Usage.Should().Be(new TokenUsage(Input: 4, Output: 7));
    }

    [Fact]
    public void A_first_chunk_without_choices_is_preamble()
    {
        var azure = "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n";
        var (observer, facts, _) = Chat.Watch(azure + Role + Hello + Stop + Done);
        facts.Take(3).Should().Equal(FrameFacts.None, FrameFacts.None, FrameFacts.Content);
        observer.SawEnd.Should().BeTrue();
    }

    [Fact]
    public void A_stream_without_DONE_is_whole_when_every_choice_has_ended()
    {
        Chat.Watch(Role + Hello + Stop).Observer.SawEnd.Should().BeTrue();
        Chat.Watch(Role + Hello).Observer.SawEnd.Should().BeFalse();
        Chat.Watch(Role).Observer.SawEnd.Should().BeFalse();
        Chat.Watch("").Observer.SawEnd.Should().BeFalse();
        Chat.Watch("data: [DONE]").Observer.SawEnd.Should().BeTrue("its line may lack the blank one after it");
    }

    [Fact]
    public void Every_choice_must_end_also_one_that_begins_late()
    {
        var second = Hello.Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal);
        var secondStop = Stop.Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal);
        Chat.Watch(Hello + World + second + Stop).Observer.SawEnd.Should().BeFalse();
        Chat.Watch(Hello + World + second + Stop + secondStop).Observer.SawEnd.Should().BeTrue();
        Chat.Watch(Hello + second + Stop + Done).Observer.SawEnd.Should().BeTrue();
    }

    [Fact]
    public void Interleaved_calls_are_content_and_their_arguments_are_counted()
    {
        var (observer, facts, _) = Chat.Watch(Interleaved);
        facts.Should().Equal(
            FrameFacts.Ignorable, FrameFacts.Ignorable, FrameFacts.None, FrameFacts.Content, FrameFacts.Content, FrameFacts.Content,
            FrameFacts.Content, FrameFacts.Content, FrameFacts.End);
        observer.ContentBytes.Should().Be(2 + 7 + 4);
        observer.SawEnd.Should().BeTrue();
    }

    [Theory]
    [InlineData("{\"content\":null,\"reasoning_content\":\"hm\"}")]
    [InlineData("{\"reasoning\":\"hm\"}")]
    [InlineData("{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}")]
    [InlineData("{\"refusal\":\"no\"}")]
    [InlineData("{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}")]
    [InlineData("{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}")]
    public void Any_first_piece_of_an_answer_is_content(string delta) => Chat.Watch(Role + Chunk(delta)).Facts[1].Should().Be(FrameFacts.Content);

    [Theory]
    [InlineData("{\"content\":\"\"}")]
    [InlineData("{\"content\":null,\"tool_calls\":null}")]
    [InlineData("{\"tool_calls\":[]}")]
    [InlineData("null")]
    public void An_empty_delta_is_no_content(string delta) => Chat.Watch(Chunk(delta)).Facts[0].Should().Be(FrameFacts.None);

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"code\":502}}\n\n", "boom", "502")]
    [InlineData("event: error\ndata: {\"message\":\"boom\",\"code\":\"c\"}\n\n", "boom", "c")]
    [InlineData("event: error\ndata: boom\n\n", "boom", null)]
    [InlineData("data: {\"error\":\"boom\"}\n\n", "boom", null)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"message\":\"boom\"}}\n\n", "boom", null)]
    public void An_error_in_the_stream_is_seen_before_and_after_content(string error, string message, string? code)
    {
        foreach (var before in new[] { "", Role, Role + Hello + World })
        {
            var (observer, facts, _) = Chat.Watch(before + error + Done);
            facts[^2].Should().Be(FrameFacts.Error);
            (observer.Error?.Message, observer.Error?.Code, observer.Error?.IsGarbage).Should().Be((message, code, false));
            observer.SawEnd.Should().BeFalse("what failed is never a whole answer, whatever comes after");
        }
    }

    [Theory]
    [InlineData("data: <html>502</html>\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\n\n")]
    [InlineData("data: 42\n\n")]
    [InlineData("data: {\"a\":1} {\"b\":2}\n\n")]
    public void What_is_not_JSON_is_a_fault_before_and_after_content(string garbage)
    {
        foreach (var before in new[] { "", Role + Hello })
        {
            var (observer, facts, _) = Chat.Watch(before + garbage);
            facts[^1].Should().Be(FrameFacts.Error);
            observer.Error!.IsGarbage.Should().BeTrue();
        }
    }

    [Fact]
    public void An_end_or_an_error_beside_a_piece_of_content_is_not_overlooked()
    {
        Chat.Watch(Hello + Chunk("{\"content\":\" w\"}", "\"stop\"")).Observer.SawEnd.Should().BeTrue();
        var failing = World.Replace("]}", "],\"error\":{\"message\":\"boom\"}}", StringComparison.Ordinal);
        Chat.Watch(Hello + failing).Facts[1].Should().Be(FrameFacts.Error);
        var harmless = World.Replace("]}", "],\"error\" : null}", StringComparison.Ordinal);
        Chat.Watch(Hello + harmless).Facts[1].Should().Be(FrameFacts.Content);
    }

    [Fact]
    public void A_last_chunk_that_is_cut_off_is_never_taken_for_a_whole_one()
    {
        var full = Role + Hello + World;
        for (var length = (Role + Hello).Length + "data: {".Length; length < full.Length - 2; length++)
        {
            Chat.Watch(full[..length]).Facts[^1].Should().Be(FrameFacts.Error, "of {0}", full[..length]);
        }
    }

    [Fact]
    public void Names_inside_the_answers_own_text_mean_nothing()
    {
        var tricky = Chunk("{\"content\":\"\\\"error\\\":{\\\"usage\\\":{\\\"prompt_tokens\\\":7}},\\\"finish_reason\\\":\\\"stop\\\"\"}");
        var value = Chunk("{\"content\":\"error\"}") + Chunk("{\"content\":\"usage\"}") + Chunk("{\"content\":\"finish_reason\"}") + Chunk("{\"content\":\"\\\"error\"}");
        var (observer, facts, _) = Chat.Watch(Hello + tricky + value);
        facts.Should().OnlyContain(fact => fact == FrameFacts.Content);
        (observer.SawEnd, observer.Error, observer.Usage.IsEmpty).Should().Be((false, null, true));
    }

    [Fact]
    public void The_model_name_is_found_in_every_chunk_that_has_one()
    {
        var other = Hello.Replace("up-1", "up-22", StringComparison.Ordinal);
        var nested = "data: {\"x\":{\"model\":\"inner\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"model\" : \"late\"}\n\n";
        var without = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
        var lines = "data: {\"model\":\ndata: \"split\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
        var (_, _, models) = Chat.Watch(Role + Hello + World + other + other + nested + without + lines + Hello + Done, wantModel: true);
        models.Should().Equal(
            "\"up-1\"", "\"up-1\"", "\"up-1\"", "\"up-22\"", "\"up-22\"", "\"late\"", null, "\"split\"", "\"up-1\"", null);
        Chat.Watch(Hello + World).Models.Should().Equal(null, null);
    }

    [Property(MaxTest = 200)]
    public void The_cut_of_the_bytes_changes_nothing(byte step, byte which)
    {
        var streams = new[] { Interleaved, Role + Hello + World + Stop + UsageChunk + Done, Role + Hello + "data: {\"error\":\"x\"}\n\n" };
        var stream = streams[which % streams.Length];
        var (whole, wholeFacts, wholeModels) = Chat.Watch(stream, wantModel: true);
        var (cut, cutFacts, cutModels) = Chat.Watch(stream, step: step + 1, wantModel: true);
        cutFacts.Should().Equal(wholeFacts);
        cutModels.Should().Equal(wholeModels);
        (cut.Usage, cut.ContentBytes, cut.SawEnd, cut.Error).Should().Be((whole.Usage, whole.ContentBytes, whole.SawEnd, whole.Error));
    }

    [Property(MaxTest = 500)]
    public void The_quick_look_counts_what_the_reader_counts(string[] texts, byte shape)
    {
        var pieces = (texts ?? []).Where(text => !string.IsNullOrEmpty(text)).Select(text => System.Text.Json.JsonEncodedText.Encode(text).ToString());
        var name = new[] { "content", "reasoning_content", "reasoning" }[shape % 3];
        foreach (var piece in pieces)
        {
            var chunk = Chunk($"{{\"{name}\":\"{piece}\"}}");
            var read = Chat.Watch(chunk).Observer.ContentBytes;
            var looked = Chat.Watch(Hello + chunk).Observer.ContentBytes - 5;
            looked.Should().Be(read).And.Be(piece.Length);
        }
    }

    private static string Chunk(string delta, string finish = "null") =>
        $"data: {Head}\"choices\":[{{\"index\":0,\"delta\":{delta},\"logprobs\":null,\"finish_reason\":{finish}}}]}}\n\n";
}
