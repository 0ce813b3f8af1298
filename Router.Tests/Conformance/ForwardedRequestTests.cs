// What the conformance run says of a forwarded request.
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Conformance;

public sealed class ForwardedRequestTests
{
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
        ForwardedRequest.Fault(Request(Forwarded, [("authorization", "Bearer of-the-caller")]), Encoding.UTF8.GetBytes(Sent), "g1").Should().Contain("key");
    }

    private static string? Fault(string forwarded, string sent, params (string Name, string Value)[] more) => ForwardedRequest.Fault(
        Request(forwarded, [("authorization", "Bearer key-of-the-provider"), .. more]), Encoding.UTF8.GetBytes(sent), "g1");

    private static UpstreamRequest Request(string body, IEnumerable<(string Name, string Value)> headers) => new(
        1,
        1,
        "POST",
        "/v1/chat/completions",
        [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
        Encoding.UTF8.GetBytes(body));
}
