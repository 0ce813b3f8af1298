// A body is a stream that arrived at once: both say the same, in every dialect.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Simulator;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class StreamLawTests : IAsyncLifetime
{
    private const string Schema =
        """{"type":"object","properties":{"city":{"type":"string"},"tags":{"type":"array","items":{"type":"string"},"minItems":2}},"required":["city","tags"]}""";

    private const string Picture = "iVBORw0KGgo=";

    private SimulatorClient _simulator = null!;

    public static TheoryData<string, string> Requests
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var fields in ChatFields)
            {
                data.Add(SimulatorClient.Chat, fields);
            }

            foreach (var fields in ResponsesFields)
            {
                data.Add(SimulatorClient.Responses, fields);
            }

            foreach (var fields in MessagesFields)
            {
                data.Add(SimulatorClient.Messages, fields);
            }

            return data;
        }
    }

    private static string[] ChatFields =>
    [
        """ "messages":[{"role":"user","content":"Hi ☃ 😀😀😀😀😀😀😀😀😀😀 there"}] """,
        $$$""" "messages":[{"role":"user","content":"Use two tools"}],"tools":[{"type":"function","function":{"name":"a","parameters":{{{Schema}}}}},{"type":"function","function":{"name":"b"}}] """,
        """ "messages":[{"role":"user","content":"call"}],"tools":[{"type":"custom","custom":{"name":"patch"}}] """,
        $$$""" "messages":[{"role":"user","content":"call"}],"functions":[{"name":"a","parameters":{{{Schema}}}}] """,
        $$$""" "messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{{{Schema}}}}} """,
        """ "messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"},"reasoning_effort":"high" """,
        """ "messages":[{"role":"user","content":"x"}],"n":3,"stop":["you"] """,
        """ "messages":[{"role":"user","content":"x"}],"max_tokens":4 """,
        """ "messages":[{"role":"user","content":"x"}],"model":"sim-refusal" """,
        """ "messages":[{"role":"user","content":"x"}],"model":"sim-filter" """,
        """ "messages":[{"role":"user","content":"x"}],"model":"sim-no-usage" """,
    ];

    private static string[] ResponsesFields =>
    [
        """ "input":"Hi ☃ 😀😀😀😀😀😀😀😀😀😀 there" """,
        $$$""" "input":"Use two tools","tools":[{"type":"function","name":"a","parameters":{{{Schema}}}},{"type":"function","name":"b"}] """,
        """ "input":"call","tools":[{"type":"custom","name":"patch"}],"reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"] """,
        """ "input":"x","tools":[{"type":"namespace","name":"n","description":"d","tools":[{"type":"function","name":"a"}]}],"tool_choice":{"type":"function","name":"a"} """,
        $$$""" "input":"x","text":{"format":{"type":"json_schema","name":"a","schema":{{{Schema}}}}} """,
        """ "input":"x","reasoning":{"effort":"low"},"include":["reasoning.encrypted_content"],"max_output_tokens":16 """,
        """ "input":"x","model":"sim-refusal" """,
        """ "input":"x","model":"sim-length" """,
        """ "input":"x","model":"sim-filter" """,
        """ "input":"x","model":"sim-no-usage" """,
    ];

    private static string[] MessagesFields =>
    [
        """ "messages":[{"role":"user","content":"Hi ☃ 😀😀😀😀😀😀😀😀😀😀 there"}] """,
        $$$""" "messages":[{"role":"user","content":"Use two tools"}],"tools":[{"name":"a","input_schema":{{{Schema}}}},{"name":"b","input_schema":{"type":"object"}}],"thinking":{"type":"adaptive"} """,
        $$$""" "messages":[{"role":"user","content":"x"}],"output_config":{"format":{"type":"json_schema","schema":{{{Schema}}}}} """,
        $$$""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Picture}}}"},"cache_control":{"type":"ephemeral","ttl":"1h"}}]}] """,
        """ "messages":[{"role":"user","content":"x"}],"thinking":{"type":"adaptive","display":"omitted"} """,
        """ "messages":[{"role":"user","content":"stop HERE now"}],"stop_sequences":["HERE"] """,
        """ "messages":[{"role":"user","content":"x"}],"max_tokens":4 """,
        """ "messages":[{"role":"user","content":"x"}],"model":"sim-refusal" """,
        """ "messages":[{"role":"user","content":"x"}],"model":"sim-filter" """,
        """ "messages":[{"role":"user","content":"x"}],"model":"sim-no-usage" """,
    ];

    public async Task InitializeAsync() => _simulator = await SimulatorClient.Start();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_stream_adds_up_to_the_body_of_the_same_request(string path, string fields)
    {
        var request = JsonNode.Parse("{" + fields + "}")!.AsObject();
        request["model"] ??= "any-model";
        if (path == SimulatorClient.Messages)
        {
            request["max_tokens"] ??= 500;
        }

        var body = await _simulator.Ask(path, request.ToJsonString());
        request["stream"] = true;
        if (path == SimulatorClient.Chat)
        {
            request["stream_options"] = new JsonObject { ["include_usage"] = true };
            body = StreamFold.ChatBody(body);
        }

        var folded = StreamFold.Fold(path, await _simulator.Stream(path, request.ToJsonString()));
        StreamFold.Comparable(folded).Should().Be(StreamFold.Comparable(body));
    }

    [Fact]
    public async Task Chat_sends_no_usage_in_a_stream_that_did_not_ask_for_it()
    {
        var events = await _simulator.Stream(SimulatorClient.Chat, """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""");
        events.Should().NotContain(item => item.Data.Contains("usage", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 16)]
    [InlineData("one two  three", 16)]
    [InlineData("a word-that-is-longer-than-a-piece-may-be 😀😀😀😀😀😀😀😀😀", 16)]
    [InlineData("😀😀", 1)]
    public void Pieces_add_up_to_their_text_and_cut_no_character(string text, int longest)
    {
        var pieces = TextPieces.Split(text, longest).ToList();
        string.Concat(pieces).Should().Be(text);
        pieces.Should().NotContain(piece => char.IsLowSurrogate(piece[0]));
    }
}
