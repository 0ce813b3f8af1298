// Mapping 2.1: instructions and roles, row by row.
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class InstructionRowTests
{
    private const string Talk = """{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}""";

    [Theory]
    [InlineData("instructions", "chat", """ "messages":[{"role":"system","content":"One"},{"role":"system","content":"Two"},{"role":"user","content":"Hi"}]""", "messages", """ "system":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]""", "")]
    [InlineData("instructions", "chat", """ "messages":[{"role":"system","content":"One"},{"role":"system","content":"Two"},{"role":"user","content":"Hi"}]""", "responses", """ "instructions":"One\n\nTwo" """, "")]
    [InlineData("instructions", "responses", """ "instructions":"One","input":[{"role":"developer","content":"Two"},{"role":"user","content":"Hi"}]""", "chat", """[{"role":"system","content":"One"},{"role":"developer","content":"Two"},{"role":"user","content":"Hi"}]""", "")]
    [InlineData("instructions", "responses", """ "instructions":"One" """, "messages", """ "system":[{"type":"text","text":"One"}]""", "")]
    [InlineData("instructions", "messages", """ "system":"One" """, "chat", """{"role":"system","content":"One"}""", "")]
    [InlineData("instructions", "messages", """ "system":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]""", "chat", """{"role":"system","content":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]}""", "")]
    [InlineData("instructions", "messages", """ "system":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]""", "responses", """ "instructions":"One\n\nTwo" """, "")]
    [InlineData("instructions of several parts", "chat", """ "messages":[{"role":"system","content":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]},{"role":"system","content":"Three"},{"role":"user","content":"Hi"}]""", "messages", """ "system":[{"type":"text","text":"One\n\nTwo"},{"type":"text","text":"Three"}]""", "")]
    [InlineData("instructions of several parts", "responses", """ "input":[{"role":"system","content":[{"type":"input_text","text":"One"},{"type":"input_text","text":"Two"}]},{"role":"user","content":"Hi"}]""", "messages", """ "system":[{"type":"text","text":"One\n\nTwo"}]""", "")]
    [InlineData("system and developer both present", "chat", """ "messages":[{"role":"system","content":"One"},{"role":"developer","content":"Two"},{"role":"user","content":"Hi"}]""", "messages", """ "system":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]""", "Approximated messages[].role")]
    [InlineData("system and developer both present", "chat", """ "messages":[{"role":"system","content":"One"},{"role":"developer","content":"Two"},{"role":"user","content":"Hi"}]""", "responses", """ "instructions":"One" """ + "\n" + """{"type":"message","role":"developer","content":[{"type":"input_text","text":"Two"}]}""", "")]
    [InlineData("system message in mid-conversation", "chat", """ "messages":[""" + Talk + """,{"role":"system","content":"Mid"},{"role":"user","content":"Go"}]""", "messages", """ "system":[{"type":"text","text":"Mid"}]""", "Approximated messages[].role")]
    [InlineData("system message in mid-conversation", "chat", """ "messages":[""" + Talk + """,{"role":"system","content":"Mid"},{"role":"user","content":"Go"}]""", "responses", """{"type":"message","role":"system","content":[{"type":"input_text","text":"Mid"}]}""", "")]
    [InlineData("user, assistant", "chat", """ "messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", "messages", """ "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]""", "")]
    [InlineData("user, assistant", "chat", """ "messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", "responses", """ "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"a"}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"b"}]}]""", "")]
    [InlineData("system and developer both present, in their order", "chat", """ "messages":[{"role":"system","content":"One"},{"role":"developer","content":"Two"},{"role":"system","content":"Three"},{"role":"user","content":"Hi"}]""", "responses", """ "instructions":"One" """ + "\n" + """{"type":"message","role":"developer","content":[{"type":"input_text","text":"Two"}]},{"type":"message","role":"system","content":[{"type":"input_text","text":"Three"}]}""", "")]
    [InlineData("participant name", "chat", """ "messages":[{"role":"user","name":"ann","content":"Hi"}]""", "messages", "!ann", "Ignored messages[].name")]
    [InlineData("participant name", "chat", """ "messages":[{"role":"developer","name":"ann","content":"Be."},{"role":"user","content":"Hi"}]""", "responses", "!ann", "Ignored messages[].name")]
    [InlineData("legacy function role", "chat", """ "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"4"}],"functions":[{"name":"f","parameters":{"type":"object"}}]""", "responses", """{"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"call_1","output":"4"}""", "")]
    [InlineData("assistant text as the last message", "messages", """ "messages":[""" + Talk + "]", "chat", "Hello", "Refused messages[]")]
    [InlineData("assistant text as the last message", "messages", """ "messages":[""" + Talk + "]", "responses", "Hello", "Refused messages[]")]
    [InlineData("assistant text as the last message", "chat", """ "messages":[""" + Talk + "]", "messages", "Hello", "Refused messages[]")]
    [InlineData("assistant text as the last message", "chat", """ "messages":[""" + Talk + "]", "responses", """{"type":"output_text","text":"Hello","annotations":[]}""", "")]
    [InlineData("empty text", "chat", """ "messages":[{"role":"user","content":""},{"role":"user","content":[{"type":"text","text":" \n"},{"type":"text","text":"Hi"}]}]""", "messages", """ "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]""", "")]
    [InlineData("empty text", "chat", """ "messages":[{"role":"user","content":""},{"role":"assistant","content":""},{"role":"user","content":"v"}]""", "responses", """{"type":"message","role":"user","content":[{"type":"input_text","text":""}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"","annotations":[]}]}""", "")]
    [InlineData("empty text beside a call", "chat", """ "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":""}],"tools":[{"type":"function","function":{"name":"f"}}]""", "responses", "!output_text", "")]
    public void A_row_of_instructions_and_roles(string row, string from, string members, string to, string sent, string lost) => Named(row, from, members, to, sent, lost);

    private static void Named(string row, string from, string members, string to, string sent, string lost)
    {
        MappingRow.Check(from, members.Trim(), to, Trimmed(sent), lost, row: row);
    }

    private static string Trimmed(string sent) => string.Join('\n', sent.Split('\n').Select(piece => piece.Trim()));
}
