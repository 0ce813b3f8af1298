// What stands in a request as another type than its own is refused and never passed over.
using System.Text;
using FluentAssertions;
using Router.Tests.Laws;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class OtherTypeRowTests
{
    [Theory]
    [InlineData("chat", """ "messages":[{"role":"user","content":"Hi"}],"modalities":"audio" """)]
    [InlineData("chat", """ "messages":[{"role":"assistant","content":"Hi","tool_calls":{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}}]""")]
    [InlineData("chat", """ "messages":[{"role":"assistant","content":"Hi","function_call":"f"}]""")]
    [InlineData("chat", """ "messages":[{"role":"user","content":"Hi"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":{"type":"function"}}}""")]
    [InlineData("responses", """ "input":"Hi","text":"json" """)]
    [InlineData("responses", """ "input":"Hi","reasoning":"high" """)]
    [InlineData("responses", """ "input":"Hi","include":"reasoning.encrypted_content" """)]
    [InlineData("responses", """ "input":"Hi","tool_choice":{"type":"allowed_tools","mode":"auto","tools":{"type":"function"}}""")]
    public void It_is_an_error_of_the_body(string from, string members) =>
        Crossing.Read(MappingRow.Of(from), Encoding.UTF8.GetBytes($$"""{"model":"group",{{members.Trim()}}}""")).Should().BeNull();

    [Theory]
    [InlineData("chat", """ "tools":[{"type":"custom","custom":{"name":"t","format":{"type":"regex"}}}]""", "Refused tools[].custom.format.type")]
    [InlineData("chat", """ "tools":[{"type":"custom","custom":{"name":"t","format":{"type":"text"}}}]""", "")]
    [InlineData("responses", """ "tools":[{"type":"custom","name":"t","format":{"type":"regex"}}]""", "Refused tools[].format.type")]
    [InlineData("responses", """ "tools":[{"type":"custom","name":"t","format":{"type":"text"}}]""", "")]
    [InlineData("chat", """ "tools":[{"type":"function","function":{"name":"t"},"cache_control":null}]""", "")]
    [InlineData("responses", """ "tools":[{"type":"function","name":"t","strict":false,"allowed_callers":"code"}]""", "Refused tools[].allowed_callers")]
    public void A_tool_whose_form_is_not_known_is_refused_and_a_default_is_not(string from, string members, string lost) =>
        MappingRow.Check(from, members.Trim(), from == "chat" ? "responses" : "chat", "", lost);

    [Fact]
    public void What_is_null_is_absent() => MappingRow.Check(
        "chat",
        """ "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","tool_calls":null,"function_call":null},{"role":"user","content":"Go"}],"modalities":null""",
        "responses", "Hello", "");
}
