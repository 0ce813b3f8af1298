// Errors are read in every shape that vendors give them.
using FluentAssertions;
using FsCheck.Xunit;
using Router.Dialects;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class UpstreamErrorTests
{
    [Theory]
    [InlineData(400, "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\",\"param\":\"x\",\"code\":\"c\"}}", "bad", "invalid_request_error", "c", "x")]
    [InlineData(429, "{\"error\":{\"message\":\"slow\",\"code\":429}}", "slow", "rate_limit_exceeded", "429", null)]
    [InlineData(500, "{\"error\":\"it broke\"}", "it broke", "server_error", null, null)]
    [InlineData(422, "{\"detail\":\"wrong field\"}", "wrong field", "invalid_request_error", null, null)]
    [InlineData(422, "{\"detail\":[{\"loc\":[\"body\",\"x\"],\"msg\":\"field required\",\"type\":\"value_error\"}]}", "field required", "invalid_request_error", null, null)]
    [InlineData(400, "{\"object\":\"error\",\"message\":\"flat\",\"type\":\"BadRequestError\",\"code\":400}", "flat", "BadRequestError", "400", null)]
    [InlineData(529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", "Overloaded", "overloaded_error", null, null)]
    [InlineData(400, "[{\"error\":{\"code\":400,\"message\":\"in a list\",\"status\":\"INVALID_ARGUMENT\"}}]", "in a list", "invalid_request_error", "400", null)]
    [InlineData(400, "{\"error\":{\"message\":\"Provider returned error\",\"code\":400,\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"too long\\\"}}\",\"provider_name\":\"P\"}},\"user_id\":\"u\"}", "Provider returned error: too long", "invalid_request_error", "400", null)]
    [InlineData(400, "{\"error\":{\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"Keep them. Upstream error: {\\n}\"}}}", "Provider returned error: Keep them. Upstream error: { }", "invalid_request_error", null, null)]
    [InlineData(400, "{\"error\":{\"metadata\":{\"raw\":\"alone\"}}}", "alone", "invalid_request_error", null, null)]
    [InlineData(400, "{\"error\":{\"message\":\"bad\",\"metadata\":{\"raw\":{\"a\":1},\"b\":[]}}}", "bad", "invalid_request_error", null, null)]
    [InlineData(400, "{\"error\":{\"message\":\"bad\",\"metadata\":\"raw\"}}", "bad", "invalid_request_error", null, null)]
    [InlineData(502, "<html>\n<head><TITLE>502 Bad Gateway</TITLE></head><body>secret</body></html>", "502 Bad Gateway", "server_error", null, null)]
    [InlineData(503, "<h1>no title</h1>", null, "server_error", null, null)]
    [InlineData(503, "upstream connect error\n", "upstream connect error", "server_error", null, null)]
    [InlineData(402, "", null, "insufficient_quota", null, null)]
    [InlineData(403, "{}", "{}", "permission_error", null, null)]
    [InlineData(400, "{\"error\":{\"message\":\"cut", "{\"error\":{\"message\":\"cut", "invalid_request_error", null, null)]
    [InlineData(400, "{\"error\":{\"message\":\"a\\nb \\ud800\"}}", "a b \uFFFD", "invalid_request_error", null, null)]
    public void The_message_type_and_code_are_found(int status, string body, string? message, string type, string? code, string? param) =>
        UpstreamErrorReader.Read(status, Chat.Bytes(body)).Should().Be(new UpstreamErrorFacts(message, type, code, param));

    [Fact]
    public void A_message_is_bounded()
    {
        UpstreamErrorReader.Read(400, Chat.Bytes("{\"error\":\"" + new string('x', 100_000) + "\"}")).Message.Should().HaveLength(1000);
        UpstreamErrorReader.Read(400, Chat.Bytes(new string('y', 100_000))).Message.Should().HaveLength(1000);
        var escapes = string.Concat(Enumerable.Repeat("\\u00e9", 10_000));
        UpstreamErrorReader.Read(400, Chat.Bytes("{\"error\":\"z" + escapes + "\"}")).Message.Should().HaveLength(1000);
    }

    [Fact]
    public void A_long_message_is_cut_between_its_escapes_wherever_they_stand()
    {
        var backslashes = string.Concat(Enumerable.Repeat("\\\\", 10_000));
        for (var before = 0; before < 16; before++)
        {
            var message = new string('x', before) + backslashes;
            UpstreamErrorReader.Read(400, Chat.Bytes("{\"error\":\"" + message + "\"}")).Message.Should().HaveLength(1000);
        }
    }

    [Property(MaxTest = 500)]
    public void No_bytes_make_it_throw(byte[] noise, byte at)
    {
        var body = Chat.Bytes("{\"error\":{\"message\":\"m\",\"code\":[1,{\"a\":2}]},\"detail\":{\"msg\":\"x\"}}").ToList();
        body.InsertRange(at % body.Count, noise ?? []);
        UpstreamErrorReader.Read(500, body.ToArray()).Type.Should().NotBeNull();
        UpstreamErrorReader.Read(500, noise ?? []).Type.Should().NotBeNull();
        Chat.Adapter.ReadAnswer(body.ToArray()).Valid.Should().BeFalse();
    }
}
