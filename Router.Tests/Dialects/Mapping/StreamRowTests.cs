// Mapping 4 and 5.2: streams from one dialect to another, and errors inside them, row by row.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Laws;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class StreamRowTests
{
    private const string Message = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n";
    private const string MessageEnd = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":5}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    [Fact]
    public void Chat_to_Messages_lets_the_lowest_open_call_through_and_keeps_later_ones()
    {
        var told = MappingRow.Answer("chat", Chunks(
            """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{"}}]}""",
            """{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{\"y\":"}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"}"}},{"index":1,"function":{"arguments":"2}"}}]}"""), "messages").Told;

        told.Should().MatchRegex("(?s)\"index\":0.*\"id\":\"a\".*content_block_stop.*\"index\":1.*\"id\":\"b\".*\\{\\\\\"y\\\\\":2\\}");
        told.Should().Contain("\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"");
    }

    [Fact]
    public void What_chat_says_in_kinds_while_a_call_is_open_stays_of_its_kind()
    {
        var told = MappingRow.Answer("chat", Chunks(
            """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""",
            """{"content":"text"}""",
            """{"refusal":"no"}"""), "responses").Told;

        told.Should().Contain("\"type\":\"response.output_text.delta\"").And.Contain("{\"type\":\"refusal\",\"refusal\":\"no\"}");
    }

    [Fact]
    public void Messages_to_chat_counts_calls_and_not_blocks()
    {
        var told = MappingRow.Answer("messages", Message + Block(0, "{\"type\":\"text\",\"text\":\"Hi\"}") + Block(1, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}")
            + Block(2, "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"g\",\"input\":{\"x\":1.0}}") + MessageEnd, "chat").Told;

        told.Should().Contain("\"tool_calls\":[{\"index\":0,\"id\":\"a\"").And.Contain("\"tool_calls\":[{\"index\":1,\"id\":\"b\"");
        told.Should().Contain("\"arguments\":\"{}\"", "a call without pieces still needs its arguments").And.Contain("{\\\"x\\\":1.0}");
        told.Should().EndWith("data: [DONE]\n\n");
    }

    [Fact]
    public void Responses_to_others_sends_what_only_done_has_and_nothing_twice()
    {
        var told = MappingRow.Answer("responses",
            Event("response.created", "\"response\":{\"id\":\"r\",\"model\":\"m\",\"output\":[]}")
            + Event("response.output_item.added", "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"x\",\"content\":[]}")
            + Event("response.output_text.delta", "\"output_index\":0,\"content_index\":0,\"item_id\":\"x\",\"delta\":\"Gr\"")
            + Event("response.output_text.done", "\"output_index\":0,\"content_index\":0,\"item_id\":\"other\",\"text\":\"Gr\\u00fc\\u00dfe\"")
            + Event("response.output_item.done", "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"x\",\"content\":[{\"type\":\"output_text\",\"text\":\"Grüße\"}]}")
            + Event("response.output_item.done", "\"output_index\":1,\"item\":{\"type\":\"function_call\",\"id\":\"y\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}")
            + Event("response.completed", "\"response\":{\"id\":\"r\",\"model\":\"m\",\"status\":\"completed\",\"output\":[],\"usage\":null}"), "chat").Told;

        told.Should().Contain("\"content\":\"Gr\"").And.Contain("\"content\":\"\\u00fc\\u00dfe\"").And.NotContain("Grüße");
        told.Should().Contain("\"id\":\"c\"").And.Contain("\"finish_reason\":\"tool_calls\"");
    }

    [Theory]
    [InlineData("max_tokens", "incomplete")]
    [InlineData("tool_use", "completed")]
    public void An_item_of_Responses_is_whole_when_the_answer_says_that_it_was_not_cut_off(string reason, string status)
    {
        var told = MappingRow.Answer("messages", Message + Block(0, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}")
            + Block(1, "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"g\",\"input\":{\"x\":1}}") + MessageEnd.Replace("tool_use", reason, StringComparison.Ordinal), "responses").Told;
        var ends = told.Split("\n\n").Where(one => one.Contains("\"response.output_item.done\"", StringComparison.Ordinal)).ToArray();

        ends.Should().HaveCount(2);
        ends[0].Should().Contain("\"call_id\":\"a\"").And.Contain("\"status\":\"completed\"");
        ends[1].Should().Contain("\"call_id\":\"b\"").And.Contain($"\"status\":\"{status}\"");
        told[told.LastIndexOf("event: ", StringComparison.Ordinal)..].Should().Contain($"\"status\":\"{status}\",\"call_id\":\"b\"");
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("chat")]
    public void What_ends_a_call_of_Responses_repeats_its_pieces_also_when_the_upstream_sent_none(string upstream)
    {
        var told = MappingRow.Answer(upstream, upstream == "messages"
            ? Message + Block(0, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}") + MessageEnd
            : Chunks("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}"), "responses").Told;

        told.Should().MatchRegex("(?s)function_call_arguments\\.delta\"[^\n]*\"delta\":\"\\{\\}\".*function_call_arguments\\.done\"[^\n]*\"arguments\":\"\\{\\}\"");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public void Input_usage_is_unknown_at_the_start_and_told_at_the_end(string upstream)
    {
        var stream = upstream == "chat"
            ? Chunks("{\"content\":\"Hi\"}")
            : Event("response.created", "\"response\":{\"id\":\"r\",\"model\":\"m\",\"output\":[]}")
                + Event("response.completed", "\"response\":{\"id\":\"r\",\"model\":\"m\",\"status\":\"completed\",\"output\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":2,\"total_tokens\":11}}");
        var events = MappingRow.Answer(upstream, stream, "messages").Told.Split("\n\n");

        events[0].Should().Contain("message_start").And.Contain("\"input_tokens\":0");
        events.Single(one => one.Contains("\"message_delta\"", StringComparison.Ordinal)).Should().Contain("\"input_tokens\":9");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public void An_end_too_early_is_a_failure_and_never_an_end(string upstream)
    {
        var stream = upstream switch
        {
            "chat" => "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n",
            "responses" => Event("response.output_text.delta", "\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\""),
            _ => Message + Block(0, "{\"type\":\"text\",\"text\":\"Hi\"}"),
        };
        var sink = new GrammarCheck();
        var dialect = MappingRow.Of(upstream);

        Crossing.ReadStream(Encoding.UTF8.GetBytes(stream), Crossing.Source(dialect, dialect, new LossList()), sink, () => int.MaxValue)!.Kind.Should().Be(AnswerFailureKind.Truncated);
        (sink.Begun, sink.Ended).Should().Be((true, false));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public void Bytes_that_are_no_text_are_garbage(string upstream)
    {
        var stream = upstream switch
        {
            "chat" => Chunks("{\"content\":\"?\"}"),
            "responses" => Event("response.output_text.delta", "\"output_index\":0,\"content_index\":0,\"delta\":\"?\""),
            _ => Message + Block(0, "{\"type\":\"text\",\"text\":\"?\"}"),
        };
        var bytes = Encoding.UTF8.GetBytes(stream);
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;
        var dialect = MappingRow.Of(upstream);

        Crossing.ReadStream(bytes, Crossing.Source(dialect, dialect, new LossList()), new GrammarCheck(), () => int.MaxValue)!.Kind.Should().Be(AnswerFailureKind.Garbage);
    }

    [Fact]
    public void An_item_of_Responses_that_turns_out_to_be_reasoning_is_kept_as_reasoning()
    {
        var told = MappingRow.Answer("responses",
            Event("response.output_text.delta", "\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\",\"logprobs\":\"none\"")
            + Event("response.output_item.done", "\"output_index\":0,\"item\":{\"type\":\"reasoning\",\"id\":\"x\",\"summary\":[],\"encrypted_content\":\"e\"}")
            + Event("response.completed", "\"response\":{\"id\":\"r\",\"model\":\"m\",\"status\":\"completed\",\"output\":[]}"), "messages").Told;

        told.Should().MatchRegex("(?s)\"text\":\"Hi\".*\"type\":\"redacted_thinking\",\"data\":\"rtr1");
    }

    [Theory]
    [InlineData("chat", "data: {\"error\":{\"message\":\"[upstream_truncated] It stopped.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n")]
    [InlineData("messages", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"[upstream_truncated] It stopped.\"},\"request_id\":\"req_0123456789abcdef0123456789abcdef\"}\n\n")]
    [InlineData("responses", "\"error\":{\"code\":\"server_error\",\"message\":\"[upstream_truncated] It stopped.\"}")]
    public void A_failure_after_it_began_is_the_dialects_own_event_and_no_end(string caller, string expected)
    {
        var context = Crossing.Context(Dialect.OpenAIChat, MappingRow.Of(caller), new LossList());
        var told = Encoding.UTF8.GetString(Crossing.WriteStream(context, writer =>
        {
            writer.Begin(new AnswerStart("m"));
            writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
            writer.Piece(new AnswerPiece("Hi"u8, TextForm.Escaped));
            writer.Fail(new RouterError(ErrorCode.UpstreamTruncated, "It stopped."));
        }));

        told.Should().Contain(expected).And.NotContainAny("[DONE]", "message_stop", "response.completed", "finish_reason\":\"stop");
    }

    private static string Chunks(params string[] deltas) =>
        string.Concat(deltas.Select(delta => $"data: {{\"id\":\"c\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null}}]}}\n\n"))
        + "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\ndata: [DONE]\n\n";

    private static string Block(int index, string block) =>
        $"event: content_block_start\ndata: {{\"type\":\"content_block_start\",\"index\":{index},\"content_block\":{block}}}\n\n"
        + $"event: content_block_stop\ndata: {{\"type\":\"content_block_stop\",\"index\":{index}}}\n\n";

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}\n\n";
}
