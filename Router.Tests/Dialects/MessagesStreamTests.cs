// What the observer makes of Messages streams.
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesStreamTests
{
    private static readonly string Start = Event("message_start", """ "message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":10,"cache_creation_input_tokens":7,"cache_read_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":5,"ephemeral_1h_input_tokens":2},"output_tokens":1}}""");
    private static readonly string TextBlock = Event("content_block_start", """ "index":0,"content_block":{"type":"text","text":""}""");
    private static readonly string BlockEnd = Event("content_block_stop", """ "index":0""");
    private static readonly string End = Event("message_delta", """ "delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42,"output_tokens_details":{"thinking_tokens":9}}""") + Event("message_stop", "");

    [Fact]
    public void A_stream_by_the_book_counts_every_kind_of_token()
    {
        var (observer, facts) = Watch(Start + Event("ping", "") + TextBlock + Delta("text", "Hello") + BlockEnd + End);

        facts.Should().Equal(
            FrameFacts.None, FrameFacts.Ignorable, FrameFacts.None, FrameFacts.Content, FrameFacts.None, FrameFacts.Content, FrameFacts.End);
        observer.Usage.Should().Be(new TokenUsage(Input: 10, CacheRead: 3, CacheWrite: 5, CacheWrite1h: 2, Output: 42, Reasoning: 9));
        (observer.SawEnd, observer.Error, observer.ContentBytes).Should().Be((true, null, 5));
    }

    [Fact]
    public void The_mark_at_the_head_is_not_taken_for_the_output() =>
        Watch(Start + TextBlock + Delta("text", "Hello")).Observer.Usage.Output.Should().BeNull();

    [Fact]
    public void Counts_at_the_end_replace_those_at_the_head()
    {
        var late = Event("message_delta", """ "delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":30,"cache_read_input_tokens":4,"output_tokens":2}""");
        Watch(Start + late + Event("message_stop", "")).Observer.Usage
            .Should().Be(new TokenUsage(Input: 30, CacheRead: 4, CacheWrite: 5, CacheWrite1h: 2, Output: 2));
    }

    [Theory]
    [InlineData("""{"type":"tool_use","id":"t","name":"f","input":{}}""", FrameFacts.Content)]
    [InlineData("""{"type":"redacted_thinking","data":"x"}""", FrameFacts.Content)]
    [InlineData("""{"type":"text","text":"whole"}""", FrameFacts.Content)]
    [InlineData("""{"type":"text","text":""}""", FrameFacts.None)]
    [InlineData("""{"type":"thinking","thinking":"","signature":""}""", FrameFacts.None)]
    internal void A_block_that_begins_is_content_only_when_it_says_something(string block, FrameFacts facts) =>
        Watch(Start + Event("content_block_start", $$""" "index":0,"content_block":{{block}}""")).Facts[1].Should().Be(facts);

    [Theory]
    [InlineData("text", "Grüße 😀", 7 + 1 + 4)]
    [InlineData("partial_json", "{\\\"a\\\":\\\"b\\\\\\\"\\\"}", 17)]
    [InlineData("thinking", "hm", 2)]
    [InlineData("text", "", 0)]
    public void Pieces_are_measured_as_written(string member, string text, int bytes) =>
        Watch(Start + Delta(member, text)).Observer.ContentBytes.Should().Be(bytes);

    [Fact]
    public void Pieces_written_loosely_or_with_several_data_lines_are_measured_too()
    {
        const string loose = "event: content_block_delta\r\ndata: { \"index\": 0, \"delta\": { \"text\": \"ab\", \"type\": \"text_delta\" },\r\ndata: \"type\": \"content_block_delta\" }\r\n\r\n";
        var (observer, facts) = Watch(Start + loose);
        facts[1].Should().Be(FrameFacts.Content);
        observer.ContentBytes.Should().Be(2);
    }

    [Fact]
    public void An_error_is_read_in_the_services_own_form()
    {
        var (observer, facts) = Watch(Start + Event("error", """ "error":{"type":"overloaded_error","message":"Overloaded"}"""));
        facts[1].Should().Be(FrameFacts.Error);
        observer.Error.Should().Be(new UpstreamErrorFacts("Overloaded", "overloaded_error"));
        observer.SawEnd.Should().BeFalse();
    }

    [Fact]
    public void An_event_that_only_its_name_calls_an_error_is_one() =>
        Watch("event: error\ndata: {\"message\":\"No.\"}\n\n").Observer.Error!.Message.Should().Be("No.");

    [Theory]
    [InlineData("data: not json\n\n")]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"a\n\n")]
    [InlineData("data: [1]\n\n")]
    public void What_is_no_event_is_garbage(string text) => Watch(Start + text).Observer.Error!.IsGarbage.Should().BeTrue();

    [Fact]
    public void Without_message_stop_there_is_no_end() =>
        Watch(Start + TextBlock + Delta("text", "Hello") + BlockEnd + End[..End.IndexOf("event: message_stop", StringComparison.Ordinal)])
            .Observer.SawEnd.Should().BeFalse();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Cuts_change_nothing(int step)
    {
        var stream = Start + Event("ping", "") + TextBlock + Delta("text", "Grüße") + BlockEnd + End;
        var (whole, cut) = (Watch(stream), DialectWatch.Watch(Dialect.AnthropicMessages, stream, step));
        cut.Facts.Should().Equal(whole.Facts);
        (cut.Observer.Usage, cut.Observer.ContentBytes).Should().Be((whole.Observer.Usage, whole.Observer.ContentBytes));
    }

    [Fact]
    public void The_routers_own_error_is_an_event_with_the_envelope() =>
        DialectWatch.ErrorOf(Watch(Start).Observer, ErrorCode.UpstreamTruncated).Should().Be(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"[upstream_truncated] It stopped.\"},\"request_id\":\"req_0123\"}\n\n");

    private static string Delta(string member, string text) =>
        Event("content_block_delta", $$""" "index":0,"delta":{"type":"{{member}}_delta","{{member}}":"{{text}}"}""");

    private static string Event(string type, string members) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\"{(members.Length > 0 ? "," + members.TrimStart() : "")}}}\n\n";

    private static (IStreamObserver Observer, List<FrameFacts> Facts) Watch(string stream) => DialectWatch.Watch(Dialect.AnthropicMessages, stream);
}
