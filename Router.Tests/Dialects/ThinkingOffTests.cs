// When a caller's own Messages body goes out with thinking off.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ThinkingOffTests
{
    private const string Ask = """{"role":"user","content":"a"}""";
    private const string Sealed = """{"type":"thinking","thinking":"hm","signature":"rtr1.AAAA"}""";
    private const string Own = """{"type":"thinking","thinking":"hm","signature":"EqoB"}""";
    private const string Call = """{"type":"tool_use","id":"t","name":"f","input":{}}""";
    private const string Result = """{"content":[{"type":"tool_result","tool_use_id":"t","content":"r"}],"role":"user"}""";
    private const string Adaptive = """{"type":"adaptive"}""";

    [Theory]
    [InlineData(Sealed + "," + Call, Result, true, "the loop began with what was left out")]
    [InlineData(Sealed + "," + Own + "," + Call, Result, false, "it still begins with thinking")]
    [InlineData(Own + "," + Sealed + "," + Call, Result, false, "it still begins with thinking")]
    [InlineData(Sealed + "," + Call, Result + "," + Ask, true, "a user's words beside the results are in the same turn")]
    [InlineData(Sealed + "," + Call, Result + """,{"role":"assistant","content":[""" + Call + "]}," + Result, true, "a loop is as long as its results")]
    [InlineData(Own + "," + Call, Result + """,{"role":"assistant","content":[""" + Sealed + "," + Call + "]}," + Result, false, "the loop begins with thinking")]
    [InlineData(Sealed + "," + Call, Result + """,{"role":"assistant","content":"done"},""" + Ask, false, "the loop is over")]
    [InlineData(Sealed + "," + Call, """{"role":"system","content":"s"},""" + Result, true, "a system message is no turn")]
    [InlineData(Sealed, Ask, false, "there is no loop")]
    public void Thinking_goes_off_where_the_last_loop_lost_its_beginning(string assistant, string rest, bool isOff, string why) =>
        Edited(Body(Adaptive, assistant, rest)).Contains("\"disabled\"", StringComparison.Ordinal).Should().Be(isOff, why);

    [Theory]
    [InlineData("""{"type":"enabled","budget_tokens":2000}""", true)]
    [InlineData("""{"type":"between_tools"}""", false)]
    [InlineData("null", false)]
    public void Only_thinking_that_is_on_goes_off(string thinking, bool isOff) =>
        Edited(Body(thinking, Sealed + "," + Call, Result)).Contains("\"disabled\"", StringComparison.Ordinal).Should().Be(isOff);

    [Fact]
    public void A_body_that_lost_nothing_is_left_alone()
    {
        var body = Body(Adaptive, Call, Result);

        Edited(body).Should().Be(body);
    }

    [Fact]
    public void A_model_that_does_not_take_the_word_is_told_nothing()
    {
        var first = """{"thinking":{"type":"adaptive"}, "model":"m",""";
        var rest = $$""" "messages":[{{Ask}},{"role":"assistant","content":[""";

        Edited(first + rest + Sealed + "," + Call + "]}," + Result + "]}", canSwitchOff: false)
            .Should().Be("""{"model":"m",""" + rest + Call + "]}," + Result + "]}");
    }

    private static string Body(string thinking, string assistant, string rest) =>
        $$"""{"model":"m","messages":[{{Ask}},{"role":"assistant","content":[{{assistant}}]},{{rest}}],"thinking":{{thinking}},"max_tokens":9}""";

    private static string Edited(string body, bool canSwitchOff = true)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = DialectAdapters.Of(Dialect.AnthropicMessages).ReadHead(bytes, out _)!;
        var edits = PassthroughEdits.Of(head, [.. ThinkingOff.Of(bytes, head.FixedEdits, canSwitchOff), .. head.FixedEdits], bytes, "m");
        return Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(JsonEdits.Apply(bytes, edits)));
    }
}
