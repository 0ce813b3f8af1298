// The conformance run must see what is wrong, or its table means nothing.
using System.Text;
using FluentAssertions;
using Router.Tests.Conformance.Surfaces;
using Xunit;

namespace Router.Tests.Conformance;

public sealed class CallerAnswerCheckTests
{
    private const string Id = "req_0123456789abcdef0123456789abcdef";

    private static readonly CallerAnswerCheck Chat = new(new ChatSurface());
    private static readonly CallerAnswerCheck Messages = new(new MessagesSurface());
    private static readonly CallerAnswerCheck Responses = new(new ResponsesSurface());

    [Fact]
    public void Another_byte_in_a_forwarded_answer_is_seen()
    {
        var expected = new Expectation.Same(200, "{\"a\":1.0}"u8.ToArray());

        Chat.Fault(Answer(200, "{\"a\":1.0}"), expected).Should().BeNull();
        Chat.Fault(Answer(200, "{\"a\":1}"), expected).Should().Contain("from byte 6");
        Chat.Fault(Answer(201, "{\"a\":1.0}"), expected).Should().Contain("status 201");
    }

    [Fact]
    public void A_byte_order_mark_may_be_passed_on_or_not()
    {
        var expected = new Expectation.Same(200, [0xEF, 0xBB, 0xBF, (byte)'x']);

        Chat.Fault(Answer(200, "x"), expected).Should().BeNull();
        Chat.Fault(Answer(200, "\uFEFFx"), expected).Should().BeNull();
        Chat.Fault(Answer(200, "y"), expected).Should().NotBeNull();
    }

    [Theory]
    [InlineData(503, "upstream_capacity", "3", "[upstream_capacity] later", null)]
    [InlineData(502, "upstream_capacity", "3", "[upstream_capacity] later", "instead of 503")]
    [InlineData(503, "upstream_failed", "3", "[upstream_failed] later", "instead of 503 upstream_capacity")]
    [InlineData(503, "upstream_capacity", "0", "[upstream_capacity] later", "retry-after")]
    [InlineData(503, "upstream_capacity", "3", "later", "begin with the code")]
    public void An_error_of_the_router_is_held_to_status_code_wait_and_message(int status, string code, string wait, string message, string? fault)
    {
        var answer = Answer(status, $$$"""{"error":{"message":"{{{message}}}","type":"server_error","param":null,"code":null}}""", ("x-router-error", code), ("retry-after", wait));

        var found = Chat.Fault(answer, new Expectation.RouterError(503, RetryAfter: true, "upstream_capacity"));

        Hold(found, fault);
    }

    [Theory]
    [InlineData("false", null)]
    [InlineData("true", "x-should-retry")]
    public void A_spent_account_must_tell_the_caller_not_to_ask_again(string retry, string? fault)
    {
        var answer = Answer(
            429, """{"error":{"message":"[upstream_quota] spent","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""",
            ("x-router-error", "upstream_quota"), ("x-should-retry", retry));

        Hold(Chat.Fault(answer, new Expectation.RouterError(429, RetryAfter: false, "upstream_quota")), fault);
    }

    [Theory]
    [InlineData("data: a\n\ndata: {\"error\":{\"message\":\"[upstream_x] why\",\"type\":\"t\",\"param\":null,\"code\":null}}\n\n", null)]
    [InlineData("data: a\n\ndata: {\"error\":{\"message\":\"[upstream_x] why\",\"type\":\"t\",\"param\":null,\"code\":null}}\n\ndata: [DONE]\n\n", "2 events")]
    [InlineData("data: a\n\ndata: {\"error\":{\"message\":\"[upstream_x] why\",\"type\":\"t\"}}\n\n", "no envelope")]
    [InlineData("data: a\n\ndata: {\"error\":{\"message\":\"other\",\"type\":\"t\",\"param\":null,\"code\":null}}\n\n", "instead of 'why'")]
    [InlineData("data: a\n\ndata: {\"error\":", "not whole")]
    [InlineData("data: a\n\n", "0 events")]
    [InlineData("data: b\n\ndata: {}\n\n", "from byte 6")]
    public void A_failure_within_a_chat_stream_is_one_error_event_after_what_came(string stream, string? fault) =>
        Hold(Chat.Fault(Answer(200, stream), new Expectation.ErrorEvent("data: a\n\n"u8.ToArray(), "why")), fault);

    [Theory]
    [InlineData("error", "error", Id, null)]
    [InlineData("message_stop", "error", Id, "named error")]
    [InlineData("error", "other", Id, "no envelope")]
    [InlineData("error", "error", "req_other", "no envelope")]
    public void A_failure_within_a_messages_stream_has_its_name_its_envelope_and_the_id(string name, string type, string id, string? fault)
    {
        var stream = "event: ping\ndata: {}\n\nevent: " + name + "\ndata: {\"type\":\"" + type + "\",\"error\":{\"type\":\"api_error\",\"message\":\"[upstream_x] why\"},\"request_id\":\"" + id + "\"}\n\n";

        Hold(Messages.Fault(Answer(200, stream), new Expectation.ErrorEvent("event: ping\ndata: {}\n\n"u8.ToArray(), "why")), fault);
    }

    [Theory]
    [InlineData("response.failed", 1, "failed", "server_error", "resp_1", null)]
    [InlineData("response.completed", 1, "failed", "server_error", "resp_1", "instead of response.failed")]
    [InlineData("response.failed", 2, "failed", "server_error", "resp_1", "number 2 instead of 1")]
    [InlineData("response.failed", 1, "completed", "server_error", "resp_1", "status is completed")]
    [InlineData("response.failed", 1, "failed", "made_up", "resp_1", "code is made_up")]
    [InlineData("response.failed", 1, "failed", "server_error", "resp_2", "id changes")]
    public void A_failure_within_a_responses_stream_continues_it(string type, int number, string status, string code, string id, string? fault)
    {
        const string Rest = """
            "object":"response","created_at":1,"model":"m","background":false,"completed_at":null,"frequency_penalty":0,"incomplete_details":null,
            "instructions":null,"max_output_tokens":null,"max_tool_calls":null,"metadata":{},"output":[],"parallel_tool_calls":true,"presence_penalty":0,
            "previous_response_id":null,"prompt_cache_key":null,"reasoning":null,"safety_identifier":null,"service_tier":"default","store":false,
            "temperature":1,"text":{},"tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":1,"truncation":"disabled","usage":null
            """;
        const string Before = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\"},\"sequence_number\":0}\n\n";
        var failed = $$$"""{"type":"{{{type}}}","sequence_number":{{{number}}},"response":{"id":"{{{id}}}","status":"{{{status}}}","error":{"code":"{{{code}}}","message":"[upstream_x] why"},{{{Rest.ReplaceLineEndings("")}}}}}""";

        Hold(Responses.Fault(Answer(200, $"{Before}event: {type}\ndata: {failed}\n\n"), new Expectation.ErrorEvent(Encoding.UTF8.GetBytes(Before), "why")), fault);
    }

    [Theory]
    [InlineData("estimate", """{"input_tokens":3}""", null)]
    [InlineData("other", """{"input_tokens":3}""", "instead of an estimate")]
    [InlineData("estimate", """{"input_tokens":0}""", "instead of an estimate")]
    public void An_estimated_count_says_so(string header, string body, string? fault) =>
        Hold(Messages.Fault(Answer(200, body, ("x-token-count", header)), new Expectation.Estimate()), fault);

    [Fact]
    public void An_answer_without_a_request_id_is_seen() =>
        Chat.Fault(new CallerAnswer(200, new Dictionary<string, string>(), []), new Expectation.Same(200, []))
            .Should().Contain("x-request-id");

    private static void Hold(string? found, string? expected)
    {
        if (expected is null)
        {
            found.Should().BeNull();
        }
        else
        {
            found.Should().Contain(expected);
        }
    }

    private static CallerAnswer Answer(int status, string body, params (string Name, string Value)[] headers) => new(
        status,
        headers.Append(("x-request-id", Id)).ToDictionary(header => header.Item1, header => header.Item2),
        Encoding.UTF8.GetBytes(body));
}
