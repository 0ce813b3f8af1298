// What the conformance run says of a forwarded request.
using System.Text;
using FluentAssertions;
using Router.Tests.Conformance.Surfaces;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Conformance;

public sealed class ForwardedRequestTests
{
    private static readonly Surface Chat = new ChatSurface();
    private static readonly Surface Messages = new MessagesSurface();

    private const string Sent = """{ "model": "g1", "a": 1.0, "stream": true }""";

    [Theory]
    [InlineData("""{ "model": "up-model", "a": 1.0, "stream": true }""")]
    [InlineData("""{"stream_options":{"include_usage":true}, "model": "up-model", "a": 1.0, "stream": true }""")]
    [InlineData("""{ "model": "up-model", "a": 1.0, "stream": true ,"stream_options":{"include_usage":true}}""")]
    public void The_declared_edits_are_no_fault(string forwarded) => Fault(forwarded, Sent).Should().BeNull();

    [Theory]
    [InlineData("""{ "model": "up-model", "a": 1, "stream": true }""")]
    [InlineData("""{ "model": "g1", "a": 1.0, "stream": true }""")]
    [InlineData("""{"model":"up-model","a":1.0,"stream":true}""")]
    [InlineData("""{ "model": "up-model", "a": 1.0, "stream": true, "stream_options": {} }""")]
    public void Any_other_change_is_seen(string forwarded) => Fault(forwarded, Sent).Should().NotBeNull();

    [Fact]
    public void A_value_of_stream_options_may_be_edited_in_its_place()
    {
        const string Before = """{"stream_options": {"x": 1}, "model": "g1"}""";

        Fault("""{"stream_options": {"x": 1,"include_usage":true}, "model": "up-model"}""", Before).Should().BeNull();
        Fault("""{"stream_options": {"include_usage":true},"model": "up-model"}""", Before).Should().NotBeNull();
    }

    [Fact]
    public void A_header_that_must_not_go_out_is_seen()
    {
        const string Forwarded = """{ "model": "up-model", "a": 1.0, "stream": true }""";

        Fault(Forwarded, Sent, ("accept-encoding", "gzip")).Should().Contain("accept-encoding");
        Fault(Forwarded, Sent, ("x-api-key", "of-the-caller")).Should().Contain("key");
        ForwardedRequest.Fault(Chat, Request(Forwarded, [("authorization", "Bearer of-the-caller")]), Encoding.UTF8.GetBytes(Sent), "g1").Should().Contain("key");
    }

    [Fact]
    public void A_header_that_is_lost_on_the_way_is_seen() =>
        ForwardedRequest.Fault(Messages, Request("""{"model": "up-model"}""", [("x-api-key", "key-of-the-provider"), .. Messages.CallerHeaders.Skip(1)], Messages.Path), [], "g1")
            .Should().Contain("anthropic-version");

    private static string? Fault(string forwarded, string sent, params (string Name, string Value)[] more) => ForwardedRequest.Fault(
        Chat, Request(forwarded, [("authorization", "Bearer key-of-the-provider"), .. Chat.CallerHeaders, .. more]), Encoding.UTF8.GetBytes(sent), "g1");

    private static UpstreamRequest Request(string body, IEnumerable<(string Name, string Value)> headers, string path = "/v1/chat/completions") => new(
        1,
        1,
        "POST",
        path,
        [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
        Encoding.UTF8.GetBytes(body));
}
