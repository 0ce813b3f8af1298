// Mapping 2.3: tools and their calls, row by row.
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class ToolRowTests
{
    private const string ChatTool = """ "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","a":1.0}}}]""";
    private const string ResponsesTool = """ "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object","a":1.0},"strict":false}]""";
    private const string MessagesTool = """ "tools":[{"name":"f","description":"d","input_schema":{"type":"object","a":1.0}}]""";
    private const string ChatCustom = """ "tools":[{"type":"custom","custom":{"name":"f","description":"d","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start"}}}}]""";

    [Theory]
    [InlineData("function tool", "chat", ChatTool, "responses", """[{"type":"function","name":"f","description":"d","parameters":{"type":"object","a":1.0},"strict":false}]""", "")]
    [InlineData("function tool", "chat", ChatTool, "messages", """[{"name":"f","description":"d","input_schema":{"type":"object","a":1.0}}]""", "")]
    [InlineData("function tool", "responses", ResponsesTool, "chat", """[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","a":1.0}}}]""", "")]
    [InlineData("function tool", "messages", MessagesTool, "responses", """[{"type":"function","name":"f","description":"d","parameters":{"type":"object","a":1.0},"strict":false}]""", "")]
    [InlineData("function tool without parameters", "chat", """ "tools":[{"type":"function","function":{"name":"f"}}]""", "messages", """ "input_schema":{"type":"object","properties":{}}""", "")]
    [InlineData("default of strict", "responses", """ "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]""", "chat", "!strict", "Approximated tools[].strict")]
    [InlineData("default of strict", "responses", """ "tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":true}]""", "messages", """ "strict":true""", "")]
    [InlineData("default of strict", "chat", """ "tools":[{"type":"function","function":{"name":"f","strict":true}}]""", "responses", """ "strict":true""", "")]
    [InlineData("tool name", "messages", """ "tools":[{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","input_schema":{"type":"object"}}]""", "chat", "!aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "")]
    [InlineData("free-form tool", "chat", ChatCustom, "responses", """[{"type":"custom","name":"f","description":"d","format":{"type":"grammar","syntax":"lark","definition":"start"}}]""", "")]
    [InlineData("free-form tool", "chat", ChatCustom, "messages", """{"name":"f","description":"d\n\nThe input must follow this lark grammar:\nstart","input_schema":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}}""", "Approximated tools[].custom, Approximated tools[].custom.format")]
    [InlineData("tools of a namespace", "responses", """ "tools":[{"type":"namespace","name":"n","description":"About n.","tools":[{"type":"function","name":"f","description":"d","strict":false}]}]""", "chat", """{"name":"n__f","description":"About n.\n\nd"}""", "")]
    [InlineData("allowed subset", "chat", """ "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}}""", "responses", """ "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"g"}]}""", "")]
    [InlineData("allowed subset", "chat", """ "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}}""", "messages", "\"tool_choice\":{\"type\":\"any\"}\n\"name\":\"g\"\n!\"name\":\"f\"", "Approximated tool_choice.allowed_tools")]
    [InlineData("choice", "chat", ChatTool + ""","tool_choice":"none" """, "messages", """ "tool_choice":{"type":"none"}""", "")]
    [InlineData("choice", "chat", ChatTool + ""","tool_choice":"required" """, "messages", """ "tool_choice":{"type":"any"}""", "")]
    [InlineData("choice", "chat", ChatTool + ""","tool_choice":{"type":"function","function":{"name":"f"}}""", "responses", """ "tool_choice":{"type":"function","name":"f"}""", "")]
    [InlineData("choice", "messages", MessagesTool + ""","tool_choice":{"type":"tool","name":"f"}""", "chat", """ "tool_choice":{"type":"function","function":{"name":"f"}}""", "")]
    [InlineData("choice", "messages", MessagesTool + ""","tool_choice":{"type":"any"}""", "responses", """ "tool_choice":"required" """, "")]
    [InlineData("a forced choice among no tools", "chat", """ "tool_choice":"required" """, "responses", """ "tool_choice":"required" """, "")]
    [InlineData("a forced choice among no tools", "chat", """ "tool_choice":"required" """, "messages", """ "tool_choice":{"type":"any"}""", "")]
    [InlineData("a forced choice among no tools", "messages", """ "tool_choice":{"type":"tool","name":"f"}""", "chat", """ "tool_choice":{"type":"function","function":{"name":"f"}}""", "")]
    [InlineData("choice at its default", "chat", ChatTool + ""","tool_choice":"auto" """, "responses", "!tool_choice", "")]
    [InlineData("one call at a time", "chat", ChatTool + ""","parallel_tool_calls":false""", "messages", """ "tool_choice":{"type":"auto","disable_parallel_tool_use":true}""", "")]
    [InlineData("one call at a time", "messages", MessagesTool + ""","tool_choice":{"type":"auto","disable_parallel_tool_use":true}""", "responses", """ "parallel_tool_calls":false""", "")]
    [InlineData("one call at a time, for an answer in the older form has room for no more", "chat", """ "functions":[{"name":"f"}]""", "responses", """ "parallel_tool_calls":false""", "")]
    [InlineData("one call at a time, for an answer in the older form has room for no more", "chat", """ "functions":[{"name":"f"}]""", "messages", """ "tool_choice":{"type":"auto","disable_parallel_tool_use":true}""", "")]
    [InlineData("forced choice with thinking on", "chat", ChatTool + ""","tool_choice":"required","reasoning_effort":"high" """, "messages", "", "Refused tool_choice with reasoning_effort")]
    [InlineData("defer_loading, tool search", "responses", """ "tools":[{"type":"tool_search"},{"type":"function","name":"f","strict":false,"defer_loading":true}]""", "messages", "\"name\":\"f\"\n!tool_search", "Approximated tools[].defer_loading, Approximated tools[].tool_search")]
    [InlineData("input_examples, eager_input_streaming", "messages", """ "tools":[{"name":"f","input_schema":{"type":"object"},"input_examples":[{}],"eager_input_streaming":true}]""", "chat", "!examples", "Ignored tools[].eager_input_streaming, Ignored tools[].input_examples")]
    [InlineData("allowed_callers other than direct", "messages", """ "tools":[{"name":"f","input_schema":{"type":"object"},"allowed_callers":["code_execution_20250825"]}]""", "chat", "", "Refused tools[].allowed_callers")]
    [InlineData("tools run by the service", "messages", """ "tools":[{"type":"web_search_20250305","name":"web_search"}]""", "chat", "!web_search", "Refused tools[].web_search_20250305")]
    [InlineData("tools run by the service", "responses", """ "tools":[{"type":"file_search","vector_store_ids":[]}]""", "messages", "!file_search", "Refused tools[].file_search")]
    [InlineData("tools run by the service", "chat", """ "web_search_options":{}""", "messages", "!web_search", "Refused web_search_options")]
    [InlineData("a tool that an agent lists by default", "responses", """ "tools":[{"type":"web_search"}]""", "messages", "!web_search", "Ignored tools[].web_search")]
    [InlineData("a tool that an agent lists by default", "responses", """ "tools":[{"type":"image_generation","output_format":"png"}]""", "chat", "!image_generation", "Ignored tools[].image_generation")]
    [InlineData("a forced choice of a tool that was left out", "responses", """ "tools":[{"type":"image_generation"}],"tool_choice":{"type":"image_generation"} """, "messages", "", "Ignored tools[].image_generation, Refused tool_choice")]
    [InlineData("a forced choice of a tool that was left out", "responses", """ "tools":[{"type":"web_search"}],"tool_choice":"required" """, "messages", "", "Ignored tools[].web_search, Refused tool_choice")]
    [InlineData("a forced choice of a tool that was left out", "responses", """ "tool_choice":"required","tools":[{"type":"web_search"}]""", "chat", "", "Ignored tools[].web_search, Refused tool_choice")]
    [InlineData("a forced choice of a tool that was left out", "responses", ResponsesTool + ""","tool_choice":{"type":"web_search"}""", "chat", "", "Refused tool_choice")]
    [InlineData("a forced choice of a tool that was left out", "messages", """ "tools":[{"type":"tool_search_tool_regex","name":"s"}],"tool_choice":{"type":"any"}""", "chat", "", "Approximated tools[].tool_search_tool_regex, Refused tool_choice")]
    [InlineData("an allowed subset that was left out", "responses", ResponsesTool + ""","tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"web_search"}]}""", "messages", "", "Refused tool_choice")]
    [InlineData("an allowed subset that was left out", "responses", ResponsesTool + ""","tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"web_search"}]}""", "messages", """ "tool_choice":{"type":"none"}""", "")]
    [InlineData("an allowed subset that was left out", "responses", ResponsesTool + ""","tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"web_search"}]}""", "chat", """ "tool_choice":"none" """, "")]
    [InlineData("an allowed subset of which some was left out", "responses", ResponsesTool + ""","tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"web_search"},{"type":"function","name":"f"}]}""", "messages", """ "tool_choice":{"type":"any"}""", "Approximated tool_choice.tools")]
    [InlineData("tools with a client-side schema", "messages", """ "tools":[{"type":"bash_20250124","name":"bash"}]""", "responses", "!bash", "Refused tools[].bash_20250124")]
    [InlineData("tools with a client-side schema", "responses", """ "tools":[{"type":"local_shell"}]""", "chat", "!shell", "Refused tools[].local_shell")]
    public void A_row_of_tools(string row, string from, string members, string to, string sent, string lost)
    {
        MappingRow.Check(from, members.Trim(), to, string.Join('\n', sent.Split('\n').Select(piece => piece.Trim())), lost, row: row);
    }

    [Theory]
    [InlineData("ids", "chat", """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1.0}"}}]},{"role":"tool","tool_call_id":"c1","content":"4"}""", "responses", """{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1.0}"},{"type":"function_call_output","call_id":"c1","output":"4"}""", "")]
    [InlineData("ids", "responses", """{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"4"}""", "messages", """{"type":"tool_use","id":"c1","name":"f","input":{}}""", "Approximated tools")]
    [InlineData("calls that the model made itself", "responses", """{"type":"function_call","call_id":"c1","name":"f","arguments":"{}","caller":{"type":"direct"}},{"type":"function_call_output","call_id":"c1","output":"4","caller":{"type":"direct"}}""", "chat", "!caller", "")]
    [InlineData("calls that a program of the service made", "responses", """{"type":"function_call","call_id":"c1","name":"f","arguments":"{}","caller":{"type":"program","caller_id":"p"}},{"type":"function_call_output","call_id":"c1","output":"4"}""", "chat", "!caller", "Refused input[].caller")]
    [InlineData("arguments that a client's helpers read, beside them", "responses", """{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1}","parsed_arguments":{"a":1}},{"type":"function_call_output","call_id":"c1","output":"4"}""", "chat", "!parsed", "")]
    [InlineData("arguments that a client's helpers read, beside them", "chat", """{"role":"assistant","content":null,"parsed":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}","parsed_arguments":{"a":1}}}]},{"role":"tool","tool_call_id":"c1","content":"4"}""", "responses", "!parsed", "")]
    [InlineData("ids that do not fit", "chat", """{"role":"assistant","content":null,"tool_calls":[{"id":"c 1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c 1","content":"4"}""", "messages", "!c 1", "Approximated tools")]
    [InlineData("arguments, an empty string", "chat", """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":""}}]},{"role":"tool","tool_call_id":"c1","content":"4"}""", "messages", """ "input":{}""", "Approximated tools")]
    [InlineData("arguments that do not parse", "chat", """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a"}}]},{"role":"tool","tool_call_id":"c1","content":"4"}""", "messages", """ "input":{"_unparsed_arguments":"{\"a"}""", "Approximated messages[].tool_calls[].function.arguments, Approximated tools")]
    [InlineData("all results of one turn", "chat", """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"1"},{"role":"tool","tool_call_id":"c2","content":"2"},{"role":"user","content":"And?"}""", "messages", """{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"1"}]},{"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"2"}]},{"type":"text","text":"And?"}]}""", "Approximated tools")]
    [InlineData("all results of one turn", "messages", """{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},{"role":"user","content":[{"type":"text","text":"And?"},{"type":"tool_result","tool_use_id":"c1","content":"1"}]}""", "chat", """{"role":"tool","tool_call_id":"c1","content":"1"},{"role":"user","content":"And?"}""", "")]
    [InlineData("results right behind their calls", "responses", """{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"role":"user","content":"See?"},{"type":"function_call_output","call_id":"c1","output":"1"}""", "chat", """ "arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"1"},{"role":"user","content":"See?"}""", "")]
    [InlineData("results right behind their calls", "chat", """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"1"},{"role":"assistant","content":"So."},{"role":"tool","tool_call_id":"c2","content":"2"},{"role":"user","content":"And?"}""", "messages", """{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"1"}]},{"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"2"}]}]},{"role":"assistant","content":[{"type":"text","text":"So."}]},{"role":"user","content":[{"type":"text","text":"And?"}]}""", "Approximated tools")]
    [InlineData("results of the call that bore the id last", "responses", """{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"1"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"role":"user","content":"See?"},{"type":"function_call_output","call_id":"c1","output":"2"}""", "chat", """{"role":"tool","tool_call_id":"c1","content":"2"},{"role":"user","content":"See?"}""", "")]
    [InlineData("result content", "messages", """{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"image","source":{"type":"url","url":"https://e/x"}}]}]}""", "responses", """ "output":[{"type":"input_image","image_url":"https://e/x","detail":"auto"}]""", "")]
    [InlineData("result content", "messages", """{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"image","source":{"type":"url","url":"https://e/x"}}]}]}""", "chat", """{"role":"tool","tool_call_id":"c1","content":"[image 1 of this result follows]"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://e/x"}}]}""", "Approximated messages[].content[].content[]")]
    [InlineData("tool_result.is_error", "messages", """{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","is_error":true,"content":"Broke."}]}""", "responses", """ "output":"[tool error] Broke." """, "Approximated messages[].content[].is_error")]
    [InlineData("free-form call in history", "responses", """{"type":"custom_tool_call","call_id":"c1","name":"f","input":"a\"b"},{"type":"custom_tool_call_output","call_id":"c1","output":"4"}""", "messages", """{"type":"tool_use","id":"c1","name":"f","input":{"input":"a\"b"}}""", "Approximated tools, Approximated tools[].custom")]
    [InlineData("history with calls but no tools", "messages", """{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"1"}]}""", "chat", "!\"tools\"", "")]
    public void A_row_of_calls_in_history(string row, string from, string turns, string to, string sent, string lost)
    {
        var talk = from == "responses" ? "input" : "messages";
        MappingRow.Check(from, $$"""
            "{{talk}}":[{"role":"user","content":"Hi"},{{turns}}]
            """.Trim(), to, sent.Trim(), lost, row: row);
    }
}
