// That the grammars of streams can say no: right streams pass, and each wrong one is caught.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Conformance.Grammars;

public sealed class StreamGrammarTests
{
    private const string Role = """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""";
    private const string Text = """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}]}""";
    private const string Stop = """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""";
    private const string Usage = """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private const string Done = "[DONE]";
    private const string ChatError = """{"error":{"message":"m","type":"server_error","param":null,"code":null}}""";

    private const string Start = """{"type":"message_start","message":{"id":"m","content":[],"stop_reason":null,"usage":{"input_tokens":0,"output_tokens":0}}}""";
    private const string Open = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string Delta = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}""";
    private const string Close = """{"type":"content_block_stop","index":0}""";
    private const string Reason = """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1}}""";
    private const string End = """{"type":"message_stop"}""";
    private const string Ping = """{"type":"ping"}""";
    private const string MessagesError = """{"type":"error","error":{"type":"api_error","message":"m"},"request_id":"req_1"}""";

    private const string Made = "\"id\":\"r\",\"object\":\"response\"";
    private const string Created = $$$"""{"type":"response.created","sequence_number":0,"response":{{{{Made}}},"status":"in_progress","output":[],"usage":null}}""";
    private const string Progress = $$$"""{"type":"response.in_progress","sequence_number":1,"response":{{{{Made}}},"status":"in_progress","output":[],"usage":null}}""";
    private const string Item = """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"c","name":"f","arguments":""}}""";
    private const string Piece = """{"type":"response.function_call_arguments.delta","sequence_number":3,"item_id":"fc_1","output_index":0,"delta":"{}"}""";
    private const string Whole = """{"type":"response.function_call_arguments.done","sequence_number":4,"item_id":"fc_1","output_index":0,"name":"f","arguments":"{}"}""";
    private const string ItemDone = """{"type":"response.output_item.done","sequence_number":5,"output_index":0,"item":{"id":"fc_1","type":"function_call","status":"completed","call_id":"c","name":"f","arguments":"{}"}}""";
    private const string Completed = $$$$"""{"type":"response.completed","sequence_number":6,"response":{{{{{Made}}}},"status":"completed","output":[{"id":"fc_1","type":"function_call","status":"completed","call_id":"c","name":"f","arguments":"{}"}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}}""";

    [Theory]
    [InlineData(Role, Text, Stop, Done)]
    [InlineData(Role, Text, Stop, Usage, Done)]
    [InlineData(Role, Text, ChatError)]
    [InlineData(ChatError)]
    public void A_chat_stream_by_the_grammar_passes(params string[] events) => Fault(Dialect.OpenAIChat, events).Should().BeNull();

    [Theory]
    [InlineData(Text, Stop, Done)]
    [InlineData(Role, Role, Stop, Done)]
    [InlineData(Role, Text, Stop)]
    [InlineData(Role, Text, Done)]
    [InlineData(Role, Stop, Text, Done)]
    [InlineData(Role, Text, Usage, Stop, Done)]
    [InlineData(Role, Stop, Usage, Usage, Done)]
    [InlineData(Role, Text, ChatError, Done)]
    [InlineData(Role, Text, Stop, ChatError)]
    [InlineData(Role, Text, Stop, Done, Text)]
    [InlineData(Role, """{"error":{"message":"m","type":"server_error"}}""")]
    [InlineData(Role, "no JSON", Stop, Done)]
    public void A_chat_stream_against_the_grammar_is_caught(params string[] events) => Fault(Dialect.OpenAIChat, events).Should().NotBeNull();

    [Theory]
    [InlineData(Start, Open, Delta, Close, Reason, End)]
    [InlineData(Start, Ping, Open, Ping, Delta, Close, Reason, Ping, End)]
    [InlineData(Start, Reason, End)]
    [InlineData(Start, Open, Delta, MessagesError)]
    [InlineData(MessagesError)]
    public void A_messages_stream_by_the_grammar_passes(params string[] events) => Fault(Dialect.AnthropicMessages, events).Should().BeNull();

    [Theory]
    [InlineData(Open, Delta, Close, Reason, End)]
    [InlineData(Start, Start, Reason, End)]
    [InlineData(Start, Delta, Close, Reason, End)]
    [InlineData(Start, Open, Open, Close, Reason, End)]
    [InlineData(Start, Open, Delta, Reason, End)]
    [InlineData(Start, Open, Close, Delta, Reason, End)]
    [InlineData(Start, Open, Delta, Close, Reason)]
    [InlineData(Start, Open, Delta, Close, End)]
    [InlineData(Start, Open, Delta, Close, Reason, End, Ping, MessagesError)]
    [InlineData(Start, Open, Delta, MessagesError, End)]
    [InlineData(Start, """{"type":"error","error":{"type":"api_error"},"request_id":"req_1"}""")]
    [InlineData(Start, """{"type":"message_made_up"}""", Reason, End)]
    public void A_messages_stream_against_the_grammar_is_caught(params string[] events) => Fault(Dialect.AnthropicMessages, events).Should().NotBeNull();

    [Theory]
    [InlineData(Created, Progress, Item, Piece, Whole, ItemDone, Completed)]
    public void A_responses_stream_by_the_grammar_passes(params string[] events) => Fault(Dialect.OpenAIResponses, events).Should().BeNull();

    [Theory]
    [InlineData(Progress, Item, Piece, Whole, ItemDone, Completed)]
    [InlineData(Created, Progress, Item, Whole, ItemDone, Completed)]
    [InlineData(Created, Progress, Item, Piece, ItemDone, Completed)]
    [InlineData(Created, Progress, Item, Piece, Whole, Completed)]
    [InlineData(Created, Progress, Item, Piece, Whole, ItemDone)]
    [InlineData(Created, Progress, Piece, Item, Whole, ItemDone, Completed)]
    [InlineData(Created, Progress, Progress, Item, Piece, Whole, ItemDone, Completed)]
    [InlineData(Created, Progress, Item, Piece, Whole, ItemDone, Completed, Piece)]
    [InlineData(Created, Progress, """{"type":"response.failed","sequence_number":2,"response":{"id":"r","status":"failed","error":{"code":"server_error","message":"m"}}}""")]
    [InlineData("""{"type":"response.failed","sequence_number":0,"response":{"id":"r","status":"failed","error":{"code":"server_error","message":"m"}}}""")]
    public void A_responses_stream_against_the_grammar_is_caught(params string[] events) => Fault(Dialect.OpenAIResponses, events).Should().NotBeNull();

    [Theory]
    [InlineData(Dialect.OpenAIChat, $"data: {Role}\n\n: keep-alive\n\ndata: {Stop}\n\ndata: [DONE]\n\n", null)]
    [InlineData(Dialect.OpenAIChat, $"data: {Role}\n\n: keep-alive\n: x\n\ndata: {Stop}\n\ndata: [DONE]\n\n", "neither an event nor a sign of life*")]
    [InlineData(Dialect.AnthropicMessages, $"event: message_start\ndata: {Start}\n\n: keep-alive\n\n", "neither an event nor a sign of life*")]
    [InlineData(Dialect.OpenAIChat, $"data: {Role}\n\ndata: {Stop}\n\ndata: [DONE]\n", "it ends within an event")]
    [InlineData(Dialect.AnthropicMessages, $"event: message_start\ndata: {Ping}\n\n", "*not named for its type*")]
    [InlineData(Dialect.OpenAIChat, $"event: chunk\ndata: {Role}\n\ndata: {Stop}\n\ndata: [DONE]\n\n", "*no chunk*")]
    public void What_stands_between_events_and_around_their_data_is_judged_too(object dialect, string stream, string? fault) =>
        (StreamGrammar.Fault((Dialect)dialect, Encoding.UTF8.GetBytes(stream)) ?? "none").Should().Match(fault ?? "none");

    private static string? Fault(Dialect dialect, string[] events) => StreamGrammar.Fault(dialect, Encoding.UTF8.GetBytes(string.Concat(events.Select(data =>
        (dialect == Dialect.OpenAIChat ? "" : $"event: {JsonText.Parse(data)?["type"]}\n") + $"data: {data}\n\n"))));
}
