// A router's error comes in the caller's own form.
using System.Buffers;
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ErrorEnvelopeTests
{
    private static readonly RouterError Error = new(ErrorCode.MissingModel, "The \"body\" names no model.") { Param = "model" };

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    public void OpenAI_dialects_have_all_four_members(string dialect) => Written(dialect, Error).Should().Be(
        """{"error":{"message":"[missing_model] The \"body\" names no model.","type":"invalid_request_error","param":"model","code":"missing_model"}}""");

    [Fact]
    public void Absent_members_are_null() => Written("openai-chat", new RouterError(ErrorCode.UpstreamFailed, "x")).Should().Be(
        """{"error":{"message":"[upstream_failed] x","type":"server_error","param":null,"code":null}}""");

    [Fact]
    public void Messages_has_its_own_type_and_the_request_id() => Written("anthropic-messages", Error).Should().Be(
        """{"type":"error","error":{"type":"invalid_request_error","message":"[missing_model] The \"body\" names no model."},"request_id":"req_1"}""");

    [Fact]
    public void An_error_inside_a_chat_stream_is_one_data_event_without_an_end_mark()
    {
        var output = new ArrayBufferWriter<byte>();
        Chat.Adapter.CreateObserver(callerWantsUsage: true, answers: 1)
            .WriteError(output, new RouterError(ErrorCode.UpstreamTruncated, "It\nstopped."), new StreamFailure("req_1", 1_760_000_000, "chat"));
        Encoding.UTF8.GetString(output.WrittenSpan).Should().Be(
            "data: {\"error\":{\"message\":\"[upstream_truncated] It\\nstopped.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n");
    }

    [Fact]
    public void The_heartbeat_of_chat_is_a_comment()
    {
        var (observer, facts, _) = Chat.Watch(Encoding.UTF8.GetString(Chat.Adapter.Heartbeat));
        facts.Should().Equal(FrameFacts.Ignorable);
        observer.SawEnd.Should().BeFalse();
    }

    private static string Written(string dialect, RouterError error)
    {
        DialectNames.TryParse(dialect, out var parsed).Should().BeTrue();
        var output = new ArrayBufferWriter<byte>();
        ErrorEnvelope.Write(parsed, output, error, "req_1");
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
