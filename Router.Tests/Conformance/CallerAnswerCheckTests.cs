// The conformance run must see what is wrong, or its table means nothing.
using System.Text;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Conformance;

public sealed class CallerAnswerCheckTests
{
    private const string Id = "req_0123456789abcdef0123456789abcdef";

    [Fact]
    public void Another_byte_in_a_forwarded_answer_is_seen()
    {
        var expected = new Expectation.Same(200, "{\"a\":1.0}"u8.ToArray());

        CallerAnswerCheck.Fault(Answer(200, "{\"a\":1.0}"), expected).Should().BeNull();
        CallerAnswerCheck.Fault(Answer(200, "{\"a\":1}"), expected).Should().Contain("from byte 6");
        CallerAnswerCheck.Fault(Answer(201, "{\"a\":1.0}"), expected).Should().Contain("status 201");
    }

    [Fact]
    public void A_byte_order_mark_may_be_passed_on_or_not()
    {
        var expected = new Expectation.Same(200, [0xEF, 0xBB, 0xBF, (byte)'x']);

        CallerAnswerCheck.Fault(Answer(200, "x"), expected).Should().BeNull();
        CallerAnswerCheck.Fault(Answer(200, "\uFEFFx"), expected).Should().BeNull();
        CallerAnswerCheck.Fault(Answer(200, "y"), expected).Should().NotBeNull();
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

        var found = CallerAnswerCheck.Fault(answer, new Expectation.RouterError(503, RetryAfter: true, "upstream_capacity"));

        Hold(found, fault);
    }

    [Theory]
    [InlineData("data: a\n\ndata: {\"error\":{\"message\":\"[c] why\",\"type\":\"t\"}}\n\n", null)]
    [InlineData("data: a\n\ndata: {\"error\":{\"message\":\"[c] why\",\"type\":\"t\"}}\n\ndata: [DONE]\n\n", "normal end")]
    [InlineData("data: a\n\n", "no error event")]
    [InlineData("data: b\n\ndata: {\"error\":{\"message\":\"[c] why\",\"type\":\"t\"}}\n\n", "from byte 6")]
    public void A_failure_within_a_stream_is_an_error_event_after_what_came_and_no_end(string stream, string? fault)
    {
        var found = CallerAnswerCheck.Fault(Answer(200, stream), new Expectation.ErrorEvent("data: a\n\n"u8.ToArray(), "[c]"));

        Hold(found, fault);
    }

    [Fact]
    public void An_answer_without_a_request_id_is_seen() =>
        CallerAnswerCheck.Fault(new CallerAnswer(200, new Dictionary<string, string>(), []), new Expectation.Same(200, []))
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
