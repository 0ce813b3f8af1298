// What is read from a chat request, and what is refused.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ChatRequestHeadTests
{
    [Fact]
    public void The_head_of_a_plain_request_is_read()
    {
        const string Body = """{"messages":[{"role":"user","content":"hi"}], "model" : "gro\u0075p-1","max_tokens":50,"max_completion_tokens":70,"n":3}""";
        var head = Chat.Head(Body);
        head.Model.Should().Be("group-1");
        Body.Substring(head.ModelStart, head.ModelLength).Should().Be("\"gro\\u0075p-1\"");
        (head.Stream, head.OutputLimit, head.AnswerCount, head.CallerWantsUsage).Should().Be((false, 70L, 3, false));
        (head.Needs, head.ImageCount, head.TextBytes).Should().Be((RequestNeeds.None, 0, (long)Body.Length));
        head.FixedEdits.Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "invalid_body", null)]
    [InlineData("[]", "invalid_body", null)]
    [InlineData("{\"model\":\"m\",\"messages\":[]", "invalid_body", null)]
    [InlineData("{\"messages\":[]}", "missing_model", "model")]
    [InlineData("{\"model\":null,\"messages\":[]}", "missing_model", "model")]
    [InlineData("{\"model\":\"\",\"messages\":[]}", "missing_model", "model")]
    [InlineData("{\"model\":7,\"messages\":[]}", "invalid_body", "model")]
    [InlineData("{\"model\":\"\\ud800\",\"messages\":[]}", "invalid_body", "model")]
    [InlineData("{\"model\":\"m\"}", "invalid_body", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":\"hi\"}", "invalid_body", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"stream\":\"yes\"}", "invalid_body", "stream")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"stream_options\":[]}", "invalid_body", "stream_options")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"stream_options\":{\"include_usage\":1}}", "invalid_body", "stream_options.include_usage")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"max_tokens\":-1}", "invalid_body", "max_tokens")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"max_completion_tokens\":1.5}", "invalid_body", "max_completion_tokens")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"max_tokens\":\"9\"}", "invalid_body", "max_tokens")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"n\":99999999999999999999}", "invalid_body", "n")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"mod\\u0065l\":\"x\"}", "duplicate_member", null)]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"model\":\"x\"}", "duplicate_member", "model")]
    public void A_wrong_request_is_refused_with_its_code_and_member(string body, string code, string? param)
    {
        var error = Chat.Refusal(body);
        (error?.Code.Name, error?.Param).Should().Be((code, param));
    }

    [Fact]
    public void A_refusal_says_where_and_never_repeats_what_was_written()
    {
        Chat.Refusal("{\"model\":\"m\", SECRET}")!.Message.Should().Be("[invalid_body] The body is not valid JSON: unexpected content or end at byte 14.");
        Chat.Refusal("{\"s e c r e t\":1,\"s e c r e t\":2}")!.Message.Should().Contain("at byte 18").And.NotContain("s e c");
        Chat.Refusal($"{{\"{new string('x', 65)}\":1,\"{new string('x', 65)}\":2}}")!.Message.Should().NotContain("xxx");
        Chat.Refusal("{\"top_p\":1,\"top_p\":2}")!.Message.Should().Contain("'top_p'");
    }

    [Fact]
    public void Nesting_without_end_is_refused_at_once() =>
        Chat.Refusal("{\"model\":" + new string('[', 100_000))!.Message.Should().Contain("128 levels");

    [Theory]
    [InlineData("\"max_tokens\":0", null)]
    [InlineData("\"max_tokens\":null", null)]
    [InlineData("\"max_tokens\":9", 9L)]
    [InlineData("\"max_tokens\":9,\"max_completion_tokens\":null", 9L)]
    public void A_limit_of_zero_or_null_is_no_limit(string members, long? limit) =>
        Chat.Head($"{{\"model\":\"m\",\"messages\":[],{members}}}").OutputLimit.Should().Be(limit);

    [Theory]
    [InlineData("\"tools\":[{}]", nameof(RequestNeeds.Tools))]
    [InlineData("\"functions\":[{}]", nameof(RequestNeeds.Tools))]
    [InlineData("\"tools\":[ ]", nameof(RequestNeeds.None))]
    [InlineData("\"tools\":null,\"parallel_tool_calls\":true", nameof(RequestNeeds.None))]
    [InlineData("\"tools\":[{}],\"parallel_tool_calls\":true", "Tools, ParallelTools")]
    [InlineData("\"tools\":[{}],\"parallel_tool_calls\":false", nameof(RequestNeeds.Tools))]
    [InlineData("\"response_format\":{\"json_schema\":{\"type\":\"x\"},\"type\":\"json_schema\"}", nameof(RequestNeeds.StructuredOutputs))]
    [InlineData("\"response_format\":{\"type\":\"text\",\"type\":\"json_schema\"}", nameof(RequestNeeds.StructuredOutputs))]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"type\":\"text\"}", nameof(RequestNeeds.None))]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", nameof(RequestNeeds.None))]
    [InlineData("\"response_format\":null", nameof(RequestNeeds.None))]
    [InlineData("\"reasoning_effort\":\"low\"", nameof(RequestNeeds.Reasoning))]
    [InlineData("\"reasoning_effort\":\"none\"", nameof(RequestNeeds.None))]
    [InlineData("\"reasoning_effort\":null", nameof(RequestNeeds.None))]
    public void Needs_are_what_is_asked_beyond_defaults(string members, string needs) =>
        Chat.Head($"{{\"model\":\"m\",\"messages\":[],{members}}}").Needs.ToString().Should().Be(needs);

    [Fact]
    public void Images_and_documents_are_counted_apart_from_text()
    {
        var image = "data:image/png;base64," + new string('A', 5000);
        var document = "data:application/pdf;base64," + new string('B', 7000);
        var body = $$$"""
            {"model":"m","messages":[{"role":"user","content":[
              {"type":"text","text":"data:,not an image_url"},
              {"type":"image_url","image_url":{"detail":"low","url":"{{{image}}}"}},
              {"type":"image_url","im\u0061ge_url":{"url":"https://example.test/a.png"}},
              {"type":"file","file":{"filename":"a.pdf","file_data":"{{{document}}}"}}]},
              {"role":"user","content":"\ud800 lone"}]}
            """;
        var head = Chat.Head(body);
        head.ImageCount.Should().Be(2);
        head.Needs.Should().Be(RequestNeeds.Images | RequestNeeds.Documents);
        head.DocumentBytes.Should().Be(document.Length);
        head.TextBytes.Should().Be(Encoding.UTF8.GetByteCount(body) - image.Length - document.Length);
    }
}
