// The checks of the order of events must see what is wrong, or what passes them means nothing.
using System.Text;
using FluentAssertions;
using Router.Tests.Conformance.Streams;
using Xunit;

namespace Router.Tests.Conformance.Grammars;

public sealed class GrammarTests
{
    private const string Role = """{"role":"assistant","content":"","refusal":null}""";
    private const string Call = """{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}""";
    private const string Piece = """{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}""";

    [Fact]
    public void A_stream_by_the_book_passes()
    {
        Chat(Role, """{"content":"x"}""", Call, Piece, "stop", "usage", "done").Should().BeNull();
        Messages("start", "text", "x", "stop", "end", "over").Should().BeNull();
        Responses("created", "progress", "item", "part", "x", "text", "partdone", "itemdone", "completed").Should().BeNull();
    }

    [Theory]
    [InlineData("not the role alone", "content")]
    [InlineData("later chunk has a role", "role", "role")]
    [InlineData("more than its arguments", "role", "call", "call")]
    [InlineData("no arguments", "role", "bare")]
    [InlineData("says nothing", "role", "empty")]
    [InlineData("beside content", "role", "both")]
    [InlineData("follows the finish reason", "role", "content", "stop", "content", "done")]
    [InlineData("not the usage behind", "role", "usage", "content", "stop", "done")]
    [InlineData("no chunk has a finish reason", "role", "content", "done")]
    [InlineData("last event is not [DONE]", "role", "content", "stop", "usage")]
    public void Chat_must_keep_its_order(string fault, params string[] events) => Chat([.. events.Select(one => one switch
    {
        "role" => Role,
        "content" => """{"content":"x"}""",
        "empty" => """{"content":""}""",
        "call" => Call,
        "bare" => """{"tool_calls":[{"index":0,"type":"function","function":{"name":"f","arguments":""}}]}""",
        _ => one,
    })]).Should().Contain(fault);

    [Theory]
    [InlineData("it is not the first", "start", "start")]
    [InlineData("no block is open", "start", "x")]
    [InlineData("it follows content_block_start", "start", "text", "text")]
    [InlineData("it follows content_block_delta", "start", "text", "x", "end")]
    [InlineData("cannot stand in a block", "start", "text", "think")]
    [InlineData("not one object", "start", "call", "half", "stop")]
    [InlineData("the stream ends after message_delta", "start", "text", "x", "stop", "end")]
    [InlineData("it follows message_start", "start", "over")]
    public void Messages_must_keep_its_order(string fault, params string[] events) => Messages(events).Should().Contain(fault);

    [Theory]
    [InlineData("it follows response.created", "created", "item")]
    [InlineData("no item is open", "created", "progress", "x")]
    [InlineData("the open part is none", "created", "progress", "item", "x")]
    [InlineData("not what the pieces said", "created", "progress", "item", "part", "x", "x", "text")]
    [InlineData("a part is open", "created", "progress", "item", "part", "x", "text", "itemdone")]
    [InlineData("not the items that went before", "created", "progress", "completed")]
    [InlineData("an item is open", "created", "progress", "item", "completed")]
    [InlineData("the stream ends after response.in_progress", "created", "progress")]
    public void Responses_must_keep_its_order(string fault, params string[] events) => Responses(events).Should().Contain(fault);

    [Fact]
    public void A_stream_that_broke_off_must_not_have_ended()
    {
        ChatGrammar.Fault(Events("data: " + Chunk(Role) + "\n\n"), failed: true).Should().BeNull();
        ChatGrammar.Fault(Events($"data: {Chunk(Role)}\n\ndata: {Chunk("{}", "\"stop\"")}\n\n"), failed: true).Should().Contain("an error follows");
        MessagesGrammar.Fault(Events(Block("start")), failed: true).Should().BeNull();
        ResponsesGrammar.Fault(Events(Item("created", 0)), failed: true).Should().BeNull();
    }

    private static string? Chat(params string[] chunks) => ChatGrammar.Fault(
        Events(string.Concat(chunks.Select(chunk => $"data: {chunk switch
        {
            "stop" => Chunk("{}", "\"stop\""),
            "both" => Chunk("{\"content\":\"x\"}", "\"stop\""),
            "usage" => """{"id":"i","object":"o","created":1,"model":"m","choices":[],"usage":{}}""",
            "done" => "[DONE]",
            _ => Chunk(chunk),
        }}\n\n"))),
        failed: false);

    private static string Chunk(string delta, string finish = "null") =>
        """{"id":"i","object":"o","created":1,"model":"m","choices":[{"index":0,"delta":""" + delta + ",\"finish_reason\":" + finish + "}]}";

    private static string? Messages(params string[] events) => MessagesGrammar.Fault(Events(string.Concat(events.Select(Block))), failed: false);

    private static string Block(string name)
    {
        var data = name switch
        {
            "start" => """{"type":"message_start","message":{"content":[],"stop_reason":null}}""",
            "text" => """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            "call" => """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{},"caller":{"type":"direct"}}}""",
            "x" => """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}""",
            "think" => """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"x"}}""",
            "half" => """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{"}}""",
            "stop" => """{"type":"content_block_stop","index":0}""",
            "end" => """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}""",
            _ => """{"type":"message_stop"}""",
        };
        return Named(data);
    }

    private static string? Responses(params string[] events) =>
        ResponsesGrammar.Fault(Events(string.Concat(events.Select(Item))), failed: false);

    private static string Item(string name, int number)
    {
        const string Message = """{"type":"message","id":"m","content":[{"type":"output_text","text":"x","annotations":[]}]}""";
        var data = name switch
        {
            "created" => """{"type":"response.created","response":{"id":"r","status":"in_progress","output":[],"usage":null}}""",
            "progress" => """{"type":"response.in_progress","response":{"id":"r","status":"in_progress","output":[],"usage":null}}""",
            "item" => """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","content":[]}}""",
            "part" => """{"type":"response.content_part.added","item_id":"m","output_index":0,"content_index":0,"part":{"type":"output_text","text":""}}""",
            "x" => """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"x","logprobs":[]}""",
            "text" => """{"type":"response.output_text.done","item_id":"m","output_index":0,"content_index":0,"text":"x"}""",
            "partdone" => """{"type":"response.content_part.done","item_id":"m","output_index":0,"content_index":0,"part":{"type":"output_text","text":"x","annotations":[]}}""",
            "itemdone" => $$"""{"type":"response.output_item.done","output_index":0,"item":{{Message}}}""",
            _ => $$$$"""{"type":"response.completed","response":{"id":"r","status":"completed","output":[{{{{Message}}}}],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}}""",
        };
        return Named(data[..^1] + $",\"sequence_number\":{number}}}");
    }

    private static string Named(string data) => $"event: {data.Split('"')[3]}\ndata: {data}\n\n";

    private static IReadOnlyList<SseEvent> Events(string stream) => SseText.Events(Encoding.UTF8.GetBytes(stream));
}
