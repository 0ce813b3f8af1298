// Mapping 1.5 and 2.3: arguments that an upstream gives as an object where its dialect has a string.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Laws;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class ObjectArgumentRowTests
{
    private const string Given = """{"path":"/tmp","n":1.0}""";
    private const string Function = "\"function\":{\"name\":\"f\",\"arguments\":" + Given + "}";
    private const string Item = """{"type":"function_call","id":"x","call_id":"c","name":"f","arguments":""" + Given + "}";

    [Theory]
    [InlineData("chat", """{"id":"i","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",""" + Function + """}]},"finish_reason":"tool_calls"}]}""")]
    [InlineData("chat", "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\"," + Function + "}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("responses", """{"id":"r","model":"m","status":"completed","output":[""" + Item + "]}")]
    [InlineData("responses", "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[" + Item + "]}}\n\n")]
    [InlineData("responses", "data: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":" + Item + "}\n\ndata: {\"type\":\"response.function_call_arguments.done\",\"output_index\":0,\"arguments\":" + Given + "}\n\ndata: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + Item + "}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}\n\n")]
    public void They_are_taken_as_they_are_written(string upstream, string answer)
    {
        var log = new AnswerLog();
        var bytes = Encoding.UTF8.GetBytes(answer);
        var source = Crossing.Source(MappingRow.Of(upstream), Dialect.AnthropicMessages, new LossList());

        var failure = answer[0] == '{' ? Crossing.ReadBody(bytes, source, log) : Crossing.ReadStream(bytes, source, log, () => int.MaxValue);

        failure.Should().BeNull();
        log.Lines.Skip(1).SkipLast(2).Should().Equal("part Call Function f id=c", """text {\"path\":\"/tmp\",\"n\":1.0}""", "end part");
    }

    [Fact]
    public void They_wait_behind_an_open_call_as_any_others()
    {
        var told = MappingRow.Answer(
            "chat",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{}}},{\"index\":1,\"id\":\"c\"," + Function
                + "}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n",
            "messages").Told;

        told.Should().Contain("""{\"path\":\"/tmp\",\"n\":1.0}""");
    }
}
