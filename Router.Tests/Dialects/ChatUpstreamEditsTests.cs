// What a chat request looks like to the upstream: the caller's bytes but for a closed list.
using System.Text.Json.Nodes;
using FluentAssertions;
using FsCheck.Xunit;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ChatUpstreamEditsTests
{
    [Theory]
    [InlineData("{\"model\":\"g\",\"messages\":[]}", "{\"model\":\"up\",\"messages\":[]}")]
    [InlineData("{\"model\":\"g\",\"messages\":[],\"stream\":false}", "{\"model\":\"up\",\"messages\":[],\"stream\":false}")]
    [InlineData(
        "{ \"stream\" : true , \"messages\":[], \"model\":\"g\" }",
        "{ \"stream\" : true,\"stream_options\":{\"include_usage\":true} , \"messages\":[], \"model\":\"up\" }")]
    [InlineData(
        "{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":null}",
        "{\"model\":\"up\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\":true}}")]
    [InlineData(
        "{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":{ }}",
        "{\"model\":\"up\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\":true }}")]
    [InlineData(
        "{\"stream_options\":{ \"x\" : [1.0] },\"model\":\"g\",\"stream\":true,\"messages\":[]}",
        "{\"stream_options\":{\"include_usage\":true, \"x\" : [1.0] },\"model\":\"up\",\"stream\":true,\"messages\":[]}")]
    [InlineData(
        "{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\": false ,\"x\":1}}",
        "{\"model\":\"up\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\": true ,\"x\":1}}")]
    [InlineData(
        "{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_us\\u0061ge\":null}}",
        "{\"model\":\"up\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_us\\u0061ge\":true}}")]
    [InlineData(
        "{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\":true,\"x\":{\"include_usage\":false}}}",
        "{\"model\":\"up\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\":true,\"x\":{\"include_usage\":false}}}")]
    public void Only_the_declared_bytes_change(string body, string expected) => Chat.Edited(body, "up").Should().Be(expected);

    [Theory]
    [InlineData("{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\":true}}", true)]
    [InlineData("{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":{\"include_usage\":false}}", false)]
    [InlineData("{\"model\":\"g\",\"stream\":true,\"messages\":[],\"stream_options\":{}}", false)]
    [InlineData("{\"model\":\"g\",\"stream\":true,\"messages\":[]}", false)]
    public void Whether_the_caller_wants_usage_is_the_callers_own_word(string body, bool wants) =>
        Chat.Head(body).CallerWantsUsage.Should().Be(wants);

    [Property(MaxTest = 500)]
    public void The_edited_body_is_the_original_but_for_the_edited_members(byte[] order, byte shape, byte gaps, string upstream)
    {
        string[] options =
        [
            "", "null", "{}", "{ }", "{\"include_usage\":true}", "{\"include_usage\":false}", "{\"include_usage\":null,\"a\":1}", "{\"a\":{\"b\":[]}}",
        ];
        var gap = new string(' ', gaps % 3);
        var members = new List<string>
        {
            $"\"model\"{gap}:{gap}\"gr\\u00fcn\"", $"\"messages\":{gap}[{{\"role\":\"user\",\"content\":\"\\ud83d\\ude00 ü\"}}]", $"\"stream\":{gap}true",
            "\"unknown\":{\"deep\":[1.0,12345678901234567890]}",
        };
        var option = options[shape % options.Length];
        if (option.Length > 0)
        {
            members.Add($"\"stream_options\":{gap}{option}");
        }

        var shuffled = members.Select((member, i) => (Key: order is { Length: > 0 } ? order[i % order.Length] * (i + 7) % 5 : i, member)).OrderBy(pair => pair.Key);
        var body = "{" + gap + string.Join(gap + "," + gap, shuffled.Select(pair => pair.member)) + gap + "}";
        var name = Chat.Bytes(upstream ?? "up") is var bytes ? System.Text.Encoding.UTF8.GetString(bytes) : "";

        var expected = JsonNode.Parse(body)!.AsObject();
        expected["model"] = name;
        var streamOptions = expected["stream_options"] as JsonObject ?? [];
        streamOptions["include_usage"] = true;
        expected["stream_options"] = streamOptions.Parent is null ? streamOptions : streamOptions.DeepClone();
        JsonNode.DeepEquals(JsonNode.Parse(Chat.Edited(body, name)), expected).Should().BeTrue("of {0}", body);
    }

    [Fact]
    public void Attempts_at_two_targets_each_begin_from_the_callers_bytes()
    {
        const string Body = "{\"model\":\"g\",\"messages\":[]}";
        Chat.Edited(Body, "a-much-longer-name").Should().Contain("\"a-much-longer-name\"");
        Chat.Edited(Body, "b").Should().Be("{\"model\":\"b\",\"messages\":[]}");
    }
}
