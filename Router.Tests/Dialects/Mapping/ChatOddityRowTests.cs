// Mapping 4.2: what is seen in chat streams in practice and read without complaint.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Laws;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class ChatOddityRowTests
{
    private const string Said = "text 'Hi', reasoning '', refusal '', calls [], finish Stop, usage 0 0 0 0 0";
    private const string Called = "text '', reasoning '', refusal '', calls [a Function f {\"x\":1}], finish ToolCalls, usage 0 0 0 0 0";
    private const string CalledTwice = "text '', reasoning '', refusal '', calls [a Function f {\"x\":1}; b Function g {\"y\":2}], finish ToolCalls, usage 0 0 0 0 0";

    private const string CalledTwiceAnon = "text '', reasoning '', refusal '', calls [a Function f {\"x\":1}; call_01 Function g {\"y\":2}], finish ToolCalls, usage 0 0 0 0 0";
    private const string CalledThrice = "text '', reasoning '', refusal '', calls [call_00 Function f {\"x\":1}; call_01 Function f {\"x\":2}; call_02 Function f {\"x\":3}], finish ToolCalls, usage 0 0 0 0 0";

    [Theory]
    [InlineData("role on every chunk", """{"role":"assistant","content":"H"}|{"role":"assistant","content":"i"}|stop""", Said)]
    [InlineData("finish reason on the chunk of the content", """{"content":"Hi"}!stop""", Said)]
    [InlineData("no [DONE]", """{"content":"Hi"}|stop|-""", Said)]
    [InlineData("content null or empty beside a call", """{"content":null,"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}|{"content":""}|tool_calls""", Called)]
    [InlineData("index missing", """{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}|{"tool_calls":[{"function":{"arguments":"1}"}}]}|tool_calls""", Called)]
    [InlineData("id and name repeated", """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}|{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1}"}}]}|tool_calls""", Called)]
    [InlineData("pieces of several calls interleaved", """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}|{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]}|{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}|{"tool_calls":[{"index":1,"function":{"arguments":"2}"}}]}|tool_calls""", CalledTwice)]
    [InlineData("interleaved pieces that name their call by its id alone", """{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}|{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]}|{"tool_calls":[{"id":"a","function":{"arguments":"1}"}}]}|{"tool_calls":[{"id":"b","function":{"arguments":"2}"}}]}|tool_calls""", CalledTwice)]
    [InlineData("several calls in one chunk", """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\":2}"}}]}|tool_calls""", CalledTwice)]
    [InlineData("content as a list of parts", """{"content":[{"type":"text","text":"H"},{"type":"text","text":"i"}]}|stop""", Said)]
    [InlineData("calls that end with stop", """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}|stop""", Called)]
    [InlineData("a second call under the index of the first", """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}},{"index":0,"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]}|{"tool_calls":[{"index":0,"function":{"arguments":"2}"}}]}|tool_calls""", CalledTwice)]
    [InlineData("a call under another name, with neither index nor id", """{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}|{"tool_calls":[{"index":0,"id":"","function":{"name":"g","arguments":"{\"y\":2}"}}]}|stop""", CalledTwiceAnon)]
    [InlineData("all of a call again, with neither index nor id", """{"tool_calls":[{"id":"","function":{"name":"f","arguments":"{\"x\":1}"}}]}|{"tool_calls":[{"id":"","function":{"name":"f","arguments":"{\"x\":2}"}}]}|{"tool_calls":[{"id":"","function":{"name":"f","arguments":"{\"x\":3}"}}]}|stop""", CalledThrice)]
    [InlineData("all of a call again, under the index of the first", """{"tool_calls":[{"index":0,"id":"","function":{"name":"f","arguments":"{\"x\":1}"}}]}|{"tool_calls":[{"index":0,"id":"","function":{"name":"f","arguments":"{\"x\":2}"}}]}|{"tool_calls":[{"index":0,"id":"","function":{"name":"f","arguments":"{\"x\":3}"}}]}|stop""", CalledThrice)]
    [InlineData("the name repeated without an id", """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}|{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"x\":"}}]}|{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"1}"}}]}|tool_calls""", Called)]
    public void A_row_of_oddities(string row, string chunks, string said)
    {
        var stream = new StringBuilder(": a comment\n\ndata: {\"id\":\"c\",\"model\":\"m\",\"choices\":[],\"prompt_filter_results\":[]}\n\n");
        var endsItself = chunks.EndsWith("|-", StringComparison.Ordinal);
        foreach (var chunk in (endsItself ? chunks[..^2] : chunks).Split('|'))
        {
            var (delta, finish) = chunk[0] != '{' ? ("{}", chunk) : chunk.Split('!') is [var one, var reason] ? (one, reason) : (chunk, null);
            stream.Append($"data: {{\"id\":\"c\",\"model\":\"m\",\"choices\":[{{\"delta\":{delta}{(finish is null ? "" : $",\"finish_reason\":\"{finish}\"")}}}]}}\n\n");
        }

        stream.Append(endsItself ? "" : "data: [DONE]\n\n");
        var bytes = Encoding.UTF8.GetBytes(stream.ToString());

        AnswerReading.Of(sink => Crossing.ReadStream(bytes, Crossing.Source(Dialect.OpenAIChat, Dialect.OpenAIChat, new LossList()), new GrammarCheck(sink), () => 7).Should().BeNull(row))
            .ToString().Should().Be(said, row);
    }

    /// <summary>Mapping 4.4: no finish reason is no end, whatever closes the stream.</summary>
    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half an ans\"}}]}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half an ans\"},\"finish_reason\":null}]}\n\ndata: [DONE]\n\n")]
    public void A_stream_that_never_said_why_it_ended_was_cut(string stream)
    {
        var sink = new GrammarCheck();

        var failure = Crossing.ReadStream(Encoding.UTF8.GetBytes(stream), Crossing.Source(Dialect.OpenAIChat, Dialect.AnthropicMessages, new LossList()), sink, () => 7);

        (failure?.Kind, sink.Ended).Should().Be((Router.Dialects.AnswerFailureKind.Truncated, false));
    }

    /// <summary>Mapping 3.1, null at the end: what is whole has stopped. That the usage came, and what closes the stream behind it, says that it is.</summary>
    [Theory]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":null}]}""")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n")]
    public void A_whole_answer_that_does_not_say_why_it_ended_has_stopped(string answer)
    {
        var (told, losses) = MappingRow.Answer("chat", answer, "messages");

        told.Should().Contain("\"stop_reason\":\"end_turn\"");
        losses.Losses.Should().ContainSingle(loss => loss.Path == "choices[].finish_reason");
    }

    /// <summary>A caller keeps its history: two answers whose calls have no ids must not give two calls one id.</summary>
    [Theory]
    [InlineData("chat", """{"choices":[{"index":0,"message":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"g","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""")]
    [InlineData("chat", "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\"}},{\"index\":1,\"id\":\"\",\"function\":{\"name\":\"g\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("responses", """{"status":"completed","output":[{"type":"function_call","name":"f","arguments":"{}"},{"type":"function_call","name":"g","arguments":"{}"}]}""")]
    [InlineData("messages", """{"type":"message","content":[{"type":"tool_use","name":"f","input":{}},{"type":"tool_use","id":"","name":"g","input":{}}],"stop_reason":"tool_use"}""")]
    public void Calls_without_ids_get_ids_that_no_other_answer_gives(string upstream, string answer)
    {
        var ids = new[] { "0a", "0b" }.SelectMany(seed =>
        {
            var log = new AnswerLog();
            var source = Crossing.Source(MappingRow.Of(upstream), Dialect.AnthropicMessages, new LossList()) with { Seed = seed };
            var bytes = Encoding.UTF8.GetBytes(answer);
            (answer[0] == '{' ? Crossing.ReadBody(bytes, source, log) : Crossing.ReadStream(bytes, source, log, () => 7)).Should().BeNull();
            return log.Lines.Where(line => line.Contains(" id=call_", StringComparison.Ordinal)).Select(line => line[line.IndexOf("id=", StringComparison.Ordinal)..]);
        });

        ids.Should().Equal("id=call_0a00", "id=call_0a01", "id=call_0b00", "id=call_0b01");
    }

    [Fact]
    public void Usage_on_the_finishing_chunk_counts()
    {
        var bytes = Encoding.UTF8.GetBytes(
            "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n");

        AnswerReading.Of(sink => Crossing.ReadStream(bytes, Crossing.Source(Dialect.OpenAIChat, Dialect.OpenAIChat, new LossList()), sink, () => 7)).Usage
            .Should().Be(new TokenUsage(Input: 3, Output: 2));
    }
}
