// What a Chat target gets back of its own answer, in the forms that its vendors have.
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class ChatReturnRowTests
{
    private const string Call = """ "id":"a","type":"function","function":{"name":"f","arguments":"{}"}""";
    private const string Extra = """ "extra_content":{"google":{"thought_signature":"sig"}}""";

    [Theory]
    [InlineData("under the shorter name", """ "reasoning":"hm","content":"Hi" """, """ "content":"Hi","reasoning":"hm"}""")]
    [InlineData("under both", """ "reasoning":"hm","content":"Hi","reasoning_content":"hmm" """, """ "content":"Hi","reasoning_content":"hmm"}""")]
    [InlineData("under one, the other null", """ "reasoning":"hm","content":"Hi","reasoning_content":null """, """ "content":"Hi","reasoning":"hm"}""")]
    [InlineData("beside a text", """ "content":"Hi","reasoning_content":"a\\n\"é" """, """ "content":"Hi","reasoning_content":"a\\n\"é"}""")]
    [InlineData("as parts, which it takes in that form alone", """ "content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"Hi"}]""", """ "content":"Hi"}""")]
    [InlineData("nothing thought", """ "content":"Hi","reasoning_content":"" """, """ "content":"Hi"}""")]
    public void A_thought_goes_back_as_it_came(string form, string message, string sent) =>
        SentBack("""{"choices":[{"message":{""" + message + """},"finish_reason":"stop"}]}""").Should().Contain("""{"role":"assistant",""" + sent.Trim(), form);

    [Theory]
    [InlineData("with the call", """{"index":0,EXTRA,CALL}""", "")]
    [InlineData("behind its name", """{"index":0,CALL}""", """{"index":0,EXTRA}""")]
    [InlineData("twice", """{"index":0,EXTRA,CALL}""", """{"index":0,EXTRA,"function":{"arguments":""}}""")]
    public void A_signature_goes_back_into_its_call(string form, string first, string second)
    {
        static string Chunk(string call) => """data: {"choices":[{"delta":{"tool_calls":[""" + call + "]}}]}\n\n";
        var stream = (Chunk(first) + (second.Length > 0 ? Chunk(second) : "") + Chunk("""{"index":1,"id":"b","function":{"name":"f","arguments":"{}"}}"""))
            .Replace("EXTRA", Extra.Trim(), StringComparison.Ordinal).Replace("CALL", Call.Trim(), StringComparison.Ordinal)
            + """data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}""" + "\n\ndata: [DONE]\n\n";

        SentBack(stream).Should().Contain("[{" + Call.Trim() + "," + Extra.Trim() + """},{"id":"b",""", form);
    }

    /// <summary>OpenRouter hands Gemini's and Claude's signatures out beside the text, and Gemini refuses the turn without its own.</summary>
    [Theory]
    [InlineData("in a body", """{"choices":[{"message":{"content":"","reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","index":0},{"type":"reasoning.encrypted","data":"sig","id":"a","index":0}],"tool_calls":[{CALL}]},"finish_reason":"tool_calls"}]}""", """[{"type":"reasoning.text","text":"hm","index":0},{"type":"reasoning.encrypted","data":"sig","id":"a","index":0}]""")]
    [InlineData("alike, whole each for itself", """{"choices":[{"message":{"reasoning_details":[{"type":"reasoning.text","text":"a"},{"type":"reasoning.text","text":"b"}],"tool_calls":[{CALL}]},"finish_reason":"tool_calls"}]}""", """[{"type":"reasoning.text","text":"a"},{"type":"reasoning.text","text":"b"}]""")]
    [InlineData("in pieces", """DELTA{"content":"","reasoning":"h\"","reasoning_details":[{"type":"reasoning.text","text":"h\"","format":"f","index":0,"signature":null}]}|DELTA{"reasoning":"m","reasoning_details":[{"type":"reasoning.text","text":"m","format":"f","index":0}]}|DELTA{"content":"","reasoning":null,"reasoning_details":[{"type":"reasoning.text","signature":"sig","index":0}]}|DELTA{"tool_calls":[{"index":0,CALL}]}|END""", """[{"type":"reasoning.text","text":"h\"m","format":"f","index":0,"signature":"sig"}]""")]
    [InlineData("a signature with an empty text", """DELTA{"reasoning_details":[{"type":"reasoning.text","text":"","index":0}]}|DELTA{"reasoning_details":[{"type":"reasoning.text","signature":"sig","index":0}]}|DELTA{"tool_calls":[{"index":0,CALL}]}|END""", """[{"type":"reasoning.text","text":"","index":0,"signature":"sig"}]""")]
    [InlineData("a signature with none", """DELTA{"reasoning_details":[{"type":"reasoning.text","text":null,"signature":"sig"}],"tool_calls":[{"index":0,CALL}]}|END""", """[{"type":"reasoning.text","signature":"sig"}]""")]
    [InlineData("of two thoughts", """DELTA{"reasoning":"a","reasoning_details":[{"type":"reasoning.summary","summary":"a","index":0}]}|DELTA{"reasoning":"b","reasoning_details":[{"type":"reasoning.summary","summary":"b","index":1}]}|DELTA{"tool_calls":[{"index":0,CALL}]}|END""", """[{"type":"reasoning.summary","summary":"a","index":0},{"type":"reasoning.summary","summary":"b","index":1}]""")]
    [InlineData("with the call and without a text", """DELTA{"reasoning":null,"reasoning_details":[{"type":"reasoning.encrypted","data":"sig"}],"tool_calls":[{"index":0,CALL}]}|END""", """[{"type":"reasoning.encrypted","data":"sig"}]""")]
    [InlineData("behind the call", """DELTA{"reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm"}]}|DELTA{"tool_calls":[{"index":0,CALL}]}|DELTA{"reasoning_details":[{"type":"reasoning.encrypted","data":"sig"}]}|END""", """[{"type":"reasoning.text","text":"hm"},{"type":"reasoning.encrypted","data":"sig"}]""")]
    public void Details_of_a_thought_go_back_in_its_place_and_in_their_order(string form, string answer, string sent) =>
        SentBack(answer.Replace("END", """DELTA{}|data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}|data: [DONE]|""", StringComparison.Ordinal)
            .Replace("CALL", Call.Trim(), StringComparison.Ordinal)
            .Split('|').Aggregate("", (all, line) => all + (line.StartsWith("DELTA", StringComparison.Ordinal) ? $$"""data: {"choices":[{"delta":{{line["DELTA".Length..]}}}]}""" : line) + (line.Length > 0 && answer.Contains('|', StringComparison.Ordinal) ? "\n\n" : "")))
            .Should().Contain("\"reasoning_details\":" + sent + ",\"tool_calls\":", form).And.NotContain("\"reasoning\":");

    [Theory]
    [InlineData(""" "reasoning":"hm","reasoning_details":[],"content":"Hi" """)]
    [InlineData(""" "reasoning":"hm","reasoning_details":null,"content":"Hi" """)]
    [InlineData(""" "reasoning":"hm","reasoning_details":"x","content":"Hi" """)]
    public void A_thought_without_details_goes_back_itself(string message) =>
        SentBack("""{"choices":[{"message":{""" + message + """},"finish_reason":"stop"}]}""").Should().Contain(""" "content":"Hi","reasoning":"hm"}""".Trim());

    [Fact]
    public void Details_of_an_answer_that_calls_nothing_go_back_with_the_thought_that_was_said_and_not_alone()
    {
        SentBack("""{"choices":[{"message":{"reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s"}],"content":"Hi"},"finish_reason":"stop"}]}""")
            .Should().Contain(""" "content":"Hi","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s"}]}""".Trim());
        SentBack("""{"choices":[{"message":{"reasoning_details":[{"type":"reasoning.encrypted","data":"s"}],"content":"Hi"},"finish_reason":"stop"}]}""")
            .Should().Contain("Hi").And.NotContain("reasoning_details");
    }

    /// <summary>DeepSeek and Kimi refuse the turn when it is missing, though nothing was thought.</summary>
    [Theory]
    [InlineData("in a body", """{"choices":[{"message":{"content":"","reasoning_content":"","tool_calls":[{CALL}]},"finish_reason":"tool_calls"}]}""", """ "content":null,"reasoning_content":"","tool_calls":[""")]
    [InlineData("before the call", """data: {"choices":[{"delta":{"content":null,"reasoning_content":""}}]}|data: {"choices":[{"delta":{"tool_calls":[{"index":0,CALL}]}}]}|END""", """ "content":null,"reasoning_content":"","tool_calls":[""")]
    [InlineData("with a call that is named later", """data: {"choices":[{"delta":{"reasoning_content":"","tool_calls":[]}}]}|data: {"choices":[{"delta":{"reasoning_content":"","tool_calls":[{"index":0}]}}]}|data: {"choices":[{"delta":{"tool_calls":[{"index":0,CALL}]}}]}|END""", """ "content":null,"reasoning_content":"","tool_calls":[""")]
    [InlineData("behind a text", """data: {"choices":[{"delta":{"reasoning_content":""}}]}|data: {"choices":[{"delta":{"content":"Hi"}}]}|data: {"choices":[{"delta":{"tool_calls":[{"index":0,CALL}]}}]}|END""", """ "content":"Hi","reasoning_content":"","tool_calls":[""")]
    [InlineData("before a thought", """data: {"choices":[{"delta":{"reasoning_content":""}}]}|data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}|data: {"choices":[{"delta":{"reasoning_content":"","tool_calls":[{"index":0,CALL}]}}]}|END""", """ "content":null,"reasoning_content":"hm","tool_calls":[""")]
    [InlineData("null is no thought", """data: {"choices":[{"delta":{"content":"","reasoning_content":null}}]}|data: {"choices":[{"delta":{"tool_calls":[{"index":0,CALL}]}}]}|END""", """ "content":null,"tool_calls":[""")]
    public void An_empty_thought_before_a_call_goes_back_as_one(string form, string answer, string sent) =>
        SentBack(answer.Replace("END", """data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}|data: [DONE]|""", StringComparison.Ordinal)
            .Replace("CALL", Call.Trim(), StringComparison.Ordinal).Replace("|", "\n\n", StringComparison.Ordinal))
            .Should().Contain("""{"role":"assistant",""" + sent.Trim(), form);

    [Fact]
    public void What_is_said_while_calls_are_made_has_no_way_back_and_nothing_is_made_up() =>
        SentBack(
            """data: {"choices":[{"delta":{"tool_calls":[{"index":0,CALL}]}}]}|data: {"choices":[{"delta":{"reasoning_content":"late"}}]}|data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}|data: [DONE]|"""
                .Replace("CALL", Call.Trim(), StringComparison.Ordinal).Replace("|", "\n\n", StringComparison.Ordinal))
            .Should().Contain("tool_calls").And.NotContain("late");

    [Fact]
    public void Calls_of_one_id_keep_their_own_signatures()
    {
        static string Of(string signature) => Extra.Trim().Replace("\"sig\"", $"\"{signature}\"", StringComparison.Ordinal);

        SentBack("""{"choices":[{"message":{"tool_calls":[{"index":0,CALL,FIRST},{"index":1,CALL,SECOND}]},"finish_reason":"tool_calls"}]}"""
            .Replace("CALL", Call.Trim(), StringComparison.Ordinal).Replace("FIRST", Of("one"), StringComparison.Ordinal).Replace("SECOND", Of("two"), StringComparison.Ordinal))
            .Should().Contain($"[{{{Call.Trim()},{Of("one")}}},{{{Call.Trim()},{Of("two")}}}]");
    }

    [Fact]
    public void A_signature_whose_call_is_not_in_its_message_is_left_out_and_told()
    {
        var (told, _) = MappingRow.Answer("chat", $$"""{"choices":[{"message":{"tool_calls":[{{{Call}},{{Extra}} }]},"finish_reason":"tool_calls"}]}""", "responses");
        var signature = JsonNode.Parse($"[{Items(told)}]")!.AsArray().Single(item => (string?)item!["type"] == "reasoning")!.ToJsonString();
        var (body, losses) = MappingRow.Send(
            "responses",
            $$""" "input":[{"role":"user","content":"a"},{{signature}},{"role":"assistant","content":"Hi"},{"role":"user","content":"b"}]""",
            "chat");

        body.Should().Contain("Hi").And.NotContain("extra_content");
        losses.Losses.Select(loss => loss.Path).Should().Equal("input[].reasoning");
    }

    [Fact]
    public void A_thought_that_led_to_nothing_is_left_out_and_told()
    {
        var (told, _) = MappingRow.Answer("chat", """{"choices":[{"message":{"content":"","reasoning_content":"hm"},"finish_reason":"length"}]}""", "responses");
        var (body, losses) = MappingRow.Send("responses", $$""" "input":[{"role":"user","content":"a"},{{Items(told)}},{"role":"user","content":"b"}]""", "chat");

        body.Should().NotContain("assistant");
        losses.Losses.Select(loss => loss.Path).Should().Equal("input[].reasoning");
    }

    /// <summary>The answer as a caller of Responses has it, sent back with the results of its calls.</summary>
    private static string SentBack(string answer)
    {
        var (told, _) = MappingRow.Answer("chat", answer, "responses");
        var items = Items(told);
        var results = string.Concat(JsonNode.Parse($"[{items}]")!.AsArray().Where(item => (string?)item!["type"] == "function_call")
            .Select(call => $$""",{"type":"function_call_output","call_id":"{{call!["call_id"]}}","output":"4"}"""));
        return MappingRow.Send("responses", $$""" "input":[{"role":"user","content":"a"},{{items}}{{results}},{"role":"user","content":"b"}]""", "chat").Body;
    }

    private static string Items(string told)
    {
        var last = told.Split('\n').LastOrDefault(line => line.Contains("response.completed", StringComparison.Ordinal) && line.StartsWith("data: ", StringComparison.Ordinal));
        var whole = JsonNode.Parse(last is null ? told : last["data: ".Length..])!;
        return string.Join(',', (whole["response"] ?? whole)["output"]!.AsArray().Select(item => item!.ToJsonString()));
    }
}
