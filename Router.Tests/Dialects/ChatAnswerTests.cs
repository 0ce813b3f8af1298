// What is read from a whole chat answer.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ChatAnswerTests
{
    private const string Choices = "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"four\"},\"finish_reason\":\"stop\"}]";

    [Theory]
    [InlineData("null", null, null, null, null, null)]
    [InlineData("{}", null, null, null, null, null)]
    [InlineData("[1]", null, null, null, null, null)]
    [InlineData("{\"prompt_tokens\":10,\"completion_tokens\":3}", 10L, null, null, 3L, null)]
    [InlineData("{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2},\"completion_tokens\":3,\"completion_tokens_details\":{\"reasoning_tokens\":1}}", 4L, 4L, 2L, 3L, 1L)]
    [InlineData("{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":40}}", 0L, 40L, null, null, null)]
    [InlineData("{\"prompt_tokens\":10,\"prompt_tokens_details\":null,\"completion_tokens_details\":\"x\"}", 10L, null, null, null, null)]
    [InlineData("{\"prompt_tokens\":10.0,\"completion_tokens\":\"3\"}", 10L, null, null, null, null)]
    [InlineData("{\"prompt_tokens\":-1,\"completion_tokens\":1e300}", null, null, null, null, null)]
    [InlineData("{\"prompt_tokens\":{\"a\":[1]},\"completion_tokens\":3}", null, null, null, 3L, null)]
    [InlineData("{\"prompt_tokens\":9,\"prompt_cache_hit_tokens\":8,\"prompt_cache_miss_tokens\":1}", 1L, 8L, null, null, null)]
    [InlineData("{\"prompt_tokens\":10,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":4},\"input_tokens\":0,\"output_tokens\":0,\"input_tokens_details\":null}", 6L, 4L, null, 3L, null)]
    [InlineData("{\"prompt_tokens\":0,\"completion_tokens\":0,\"input_tokens\":10,\"output_tokens\":3}", 10L, null, null, 3L, null)]
    [InlineData("{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_creation_tokens\":2},\"completion_tokens\":3}", 4L, 4L, 2L, 3L, null)]
    [InlineData("{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_creation_input_tokens\":9,\"cache_type\":\"ephemeral\"},\"completion_tokens\":3}", 1L, 0L, 9L, 3L, null)]
    public void Usage_is_read_into_buckets_and_what_is_not_reported_stays_null(
        string usage, long? input, long? cacheRead, long? cacheWrite, long? output, long? reasoning)
    {
        var facts = Chat.Adapter.ReadAnswer(Chat.Bytes($"{{{Choices},\"usage\":{usage}}}"));
        facts.Valid.Should().BeTrue();
        facts.Usage.Should().Be(new TokenUsage(input, cacheRead, cacheWrite, null, output, reasoning));
        facts.ContentBytes.Should().Be(4);
    }

    [Theory]
    [InlineData("0.0000012345", 1235L)]
    [InlineData("1e-7", 100L)]
    [InlineData("\"0.25\"", 250_000_000L)]
    [InlineData("3", 3_000_000_000L)]
    [InlineData("-1", null)]
    [InlineData("null", null)]
    [InlineData("\"free\"", null)]
    public void A_vendors_own_cost_is_exact_in_nano_dollars(string cost, long? nano) =>
        Chat.Adapter.ReadAnswer(Chat.Bytes($"{{{Choices},\"usage\":{{\"cost\":{cost}}}}}")).UpstreamCostNano.Should().Be(nano);

    [Theory]
    [InlineData("\"cost\":{\"input_tokens_cost\":0.001,\"request_cost\":0.005,\"total_cost\":0.0065}", 6_500_000L)]
    [InlineData("\"cost_in_usd_ticks\":2709000", 270_900L)]
    [InlineData("\"cost_in_usd_ticks\":94000,\"cost\":null", 9_400L)]
    [InlineData("\"cost\":{}", null)]
    public void A_vendors_own_cost_is_read_in_its_own_form(string cost, long? nano) =>
        Chat.Adapter.ReadAnswer(Chat.Bytes($"{{{Choices},\"usage\":{{{cost}}}}}")).UpstreamCostNano.Should().Be(nano);

    [Fact]
    public void The_place_of_the_top_level_model_is_told()
    {
        var body = $"{{{Choices[..^1]},{{\"model\":\"inner\"}}], \"model\" : \"gpt\\/5\" }}";
        var facts = Chat.Adapter.ReadAnswer(Chat.Bytes(body));
        body.Substring(facts.ModelStart, facts.ModelLength).Should().Be("\"gpt\\/5\"");
        Chat.Adapter.ReadAnswer(Chat.Bytes($"{{{Choices}}}")).ModelStart.Should().Be(-1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><title>502</title></html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"choices\":{}}")]
    [InlineData("{\"choices\":[]} x")]
    [InlineData("{\"detail\":\"Not Found\"}")]
    public void What_is_no_answer_is_not_valid(string body)
    {
        var facts = Chat.Adapter.ReadAnswer(Chat.Bytes(body));
        (facts.Valid, facts.Error).Should().Be((false, null));
        facts.Fault.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void An_answer_cut_anywhere_is_not_valid()
    {
        var body = Chat.Bytes($"{{\"model\":\"m\",{Choices},\"usage\":{{\"prompt_tokens\":1}}}}");
        for (var length = 0; length < body.Length; length++)
        {
            Chat.Adapter.ReadAnswer(body.AsSpan(0, length)).Valid.Should().BeFalse("of {0}", Encoding.UTF8.GetString(body, 0, length));
        }
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"no\",\"code\":429}}", "no", "429")]
    [InlineData("{\"error\":\"overloaded\"}", "overloaded", null)]
    [InlineData("{\"object\":\"error\",\"message\":\"no\",\"code\":40303}", "no", "40303")]
    public void A_200_that_is_an_error_is_told(string body, string message, string? code)
    {
        var facts = Chat.Adapter.ReadAnswer(Chat.Bytes(body));
        facts.Valid.Should().BeFalse();
        (facts.Error?.Message, facts.Error?.Code).Should().Be((message, code));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    public void An_empty_error_beside_an_answer_is_none(string error) =>
        Chat.Adapter.ReadAnswer(Chat.Bytes($"{{{Choices},\"error\":{error}}}")).Valid.Should().BeTrue();

    [Fact]
    public void Text_reasoning_refusal_and_arguments_count_as_content_and_ids_do_not()
    {
        const string Body = """
            {"choices":[{"message":{"role":"assistant","content":[{"type":"text","text":"ab"}],"reasoning_content":"cde","refusal":"f",
            "tool_calls":[{"id":"call_0123456789","type":"function","function":{"name":"gh","arguments":"ijkl"}}]}}]}
            """;
        Chat.Adapter.ReadAnswer(Chat.Bytes(Body)).ContentBytes.Should().Be(12);
    }
}
