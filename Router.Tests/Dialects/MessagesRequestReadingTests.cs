// A Messages request is read into the neutral model, every member of it.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesRequestReadingTests
{
    [Fact]
    public void Instructions_are_the_system_blocks_in_order_and_a_system_message_before_all_others()
    {
        var request = Messages.Read(""" "system":[{"type":"text","text":"a"},{"type":"text","text":"b","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"system","content":"c"},{"role":"user","content":"d"}]""");
        request.Instructions.Select(one => string.Join('|', one.Blocks.Select(block => Plain(block.Value)))).Should().Equal("a|b", "c");
        request.Instructions[0].Blocks[1].CacheMark.Should().BeTrue();
        request.Turns.Should().ContainSingle();
        Plain(Messages.Read(""" "system":"one" """).Instructions.Single().Blocks.Single().Value).Should().Be("one");
    }

    [Fact]
    public void A_system_message_in_mid_conversation_stays_a_turn()
    {
        var request = Messages.Read(""" "messages":[{"role":"user","content":"a"},{"role":"system","content":"b","clear_at":"never"},{"role":"user","content":"c"}]""");
        request.Turns.Select(turn => turn.Role).Should().Equal(TurnRole.User, TurnRole.System, TurnRole.User);
        request.Unread.Should().BeEmpty();
    }

    [Fact]
    public void Text_keeps_its_escapes()
    {
        const string text = """\ud83d \"x\" \u00e4""";
        Messages.ReadBlock($$"""{"type":"text","text":"{{text}}"}""").Turns.Single().Parts.Single()
            .Should().BeOfType<TurnPart.Text>().Which.Should().Match<TurnPart.Text>(part => Plain(part.Value) == text);
    }

    [Fact]
    public void Images_come_inline_and_by_link()
    {
        Messages.ReadBlock("""{"type":"image","source":{"type":"base64","media_type":"image/PNG","data":"AA\/B"}}""").Turns[0].Parts.Single()
            .Should().BeOfType<TurnPart.Image>().Which.Source.Should().BeOfType<MediaSource.Inline>()
            .Which.Should().Match<MediaSource.Inline>(source => source.MediaType == "image/png" && Plain(source.Base64) == "AA\\/B");
        Messages.ReadBlock("""{"type":"image","source":{"type":"url","url":"https://x/y.png"}}""").Turns[0].Parts.Single()
            .Should().BeOfType<TurnPart.Image>().Which.Source.Should().BeOfType<MediaSource.Link>();
    }

    [Fact]
    public void A_document_has_its_title_context_and_source()
    {
        var document = Messages.ReadBlock("""{"type":"document","title":"t","context":"c","source":{"type":"text","media_type":"text/plain","data":"words"},"citations":{"enabled":false}}""")
            .Turns[0].Parts.Single().Should().BeOfType<TurnPart.Document>().Subject;
        (Plain(document.Title!.Value), Plain(document.Context!.Value)).Should().Be(("t", "c"));
        document.Source.Should().BeOfType<MediaSource.PlainText>();
    }

    [Fact]
    public void A_document_of_blocks_and_a_search_result_become_their_parts()
    {
        var request = Messages.ReadBlock("""{"type":"document","title":"t","source":{"type":"content","content":[{"type":"text","text":"a"},{"type":"image","source":{"type":"url","url":"u"}}]}},{"type":"search_result","title":"T","source":"S","content":[{"type":"text","text":"found"}]}""");
        request.Turns[0].Parts.Select(part => part.GetType().Name).Should().Equal("Text", "Text", "Image", "Text");
        Plain(((TurnPart.Text)request.Turns[0].Parts[^1]).Value).Should().Be("T\\nS\\n\\nfound");
        Rules(request).Should().Equal("DocumentBlocks", "SearchResult");
    }

    [Fact]
    public void Calls_and_results_keep_ids_and_raw_arguments()
    {
        var request = Messages.Read(""" "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"f","input":{"b":1.0,"a":12345678901234567890},"caller":{"type":"direct"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":"no"},{"type":"tool_result","tool_use_id":"toolu_2"}]}]""");
        var call = request.Turns[0].Parts.Single().Should().BeOfType<TurnPart.ToolCall>().Subject;
        (call.Id, call.Tool.Name, Encoding.UTF8.GetString(call.Input.Utf8.Span)).Should().Be(("toolu_1", "f", """{"b":1.0,"a":12345678901234567890}"""));
        var results = request.Turns[1].Parts.Cast<TurnPart.ToolResult>().ToList();
        results.Select(result => (result.CallId, result.IsError, result.Content.Length)).Should().Equal(("toolu_1", true, 1), ("toolu_2", false, 0));
    }

    [Fact]
    public void Only_reasoning_under_this_routers_seal_is_opened()
    {
        var token = Messages.Token("{\"type\":\"reasoning\"}");
        var parts = Messages.Read($$""" "messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"{{token}}"},{"type":"redacted_thinking","data":"{{token}}"},{"type":"thinking","thinking":"own","signature":"EqQB"}]}]""")
            .Turns[0].Parts.Cast<TurnPart.Reasoning>().ToList();
        parts.Select(part => part.Sealed?.Origin.Provider).Should().Equal("openai", "openai", null);
        Encoding.UTF8.GetString(parts[0].Sealed!.Payload.Span).Should().Be("{\"type\":\"reasoning\"}");
    }

    [Fact]
    public void Tools_keep_their_schema_as_written()
    {
        var request = Messages.Read(""" "tools":[{"name":"f","description":"d","input_schema":{"type":"object", "b":1.0},"strict":true,"cache_control":{"type":"ephemeral"},"allowed_callers":["direct"],"defer_loading":false,"input_examples":[]}]""");
        var tool = request.Tools.Single().Should().BeOfType<ToolDefinition.Function>().Subject;
        (tool.Strict, tool.CacheMark, Encoding.UTF8.GetString(tool.Parameters!.Value.Span)).Should().Be((true, true, """{"type":"object", "b":1.0}"""));
        request.Unread.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"auto"}""", null, null)]
    [InlineData("""{"type":"none"}""", "None", null)]
    [InlineData("""{"type":"any","disable_parallel_tool_use":true}""", "Required", false)]
    [InlineData("""{"type":"auto","disable_parallel_tool_use":true}""", null, false)]
    [InlineData("""{"type":"tool","name":"f","disable_parallel_tool_use":false}""", "Tool", null)]
    public void The_choice_of_tool(string choice, string? mode, bool? parallel)
    {
        var request = Messages.Read($$""" "tool_choice":{{choice}}""");
        (request.ToolChoice?.Mode.ToString(), request.ParallelCalls, request.Unread.Length).Should().Be((mode, parallel, 0));
        request.ToolChoice?.Tool?.Name.Should().Be(mode == "Tool" ? "f" : null);
    }

    [Theory]
    [InlineData("""{"type":"disabled"}""", "Disabled", "None", false)]
    [InlineData("""{"type":"enabled","budget_tokens":2048}""", "Budget", "High", true)]
    [InlineData("""{"type":"adaptive","display":"summarized"}""", "Adaptive", "High", true)]
    public void Thinking_and_effort(string thinking, string mode, string effort, bool isSealed)
    {
        var wish = Messages.Read($$""" "output_config":{"effort":"high"},"thinking":{{thinking}}""").Reasoning;
        (wish.Thinking.ToString(), wish.Effort.ToString(), wish.Sealed).Should().Be((mode, effort, isSealed));
        Messages.Read($$""" "thinking":{{thinking}},"output_config":{"effort":"high"}""").Reasoning.Effort.Should().Be(wish.Effort, "the order of members means nothing");
    }

    [Theory]
    [InlineData("output_config")]
    [InlineData("output_format")]
    public void A_schema_comes_in_the_new_form_and_in_the_old(string member)
    {
        const string format = """{"type":"json_schema","schema":{"z":1,"a":2.0}}""";
        var request = Messages.Read(member == "output_format" ? $"\"output_format\":{format}" : $"\"output_config\":{{\"format\":{format}}}");
        Encoding.UTF8.GetString(request.Format!.Schema!.Value.Span).Should().Be("""{"z":1,"a":2.0}""");
    }

    [Fact]
    public void Settings_stay_as_written()
    {
        var request = Messages.Read(""" "max_tokens":64000,"temperature":0.50,"top_p":0.9,"top_k":40,"stop_sequences":["a","\n"],"stream":true,"metadata":{"user_id":"u"},"service_tier":"standard_only" """);
        var sampling = request.Sampling;
        new[] { request.OutputLimit, sampling.Temperature, sampling.TopP, sampling.TopK }.Select(number => Encoding.UTF8.GetString(number!.Value.Span))
            .Should().Equal("64000", "0.50", "0.9", "40");
        sampling.Stop.Select(Plain).Should().Equal("a", "\\n");
        (request.Stream, Plain(request.EndUser!.Value), request.ServiceTier).Should().Be((true, "u", ServiceTier.Standard));
        request.Unread.Should().BeEmpty();
    }

    [Theory]
    [InlineData(""" "service_tier":"auto","speed":"standard","mcp_servers":[],"container":null,"thinking":null,"tools":[],"temperature":null""")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a","citations":null,"cache_control":null}]}]""")]
    public void A_default_leaves_no_trace(string members)
    {
        var request = Messages.Read(members);
        request.Unread.Should().BeEmpty();
        (request.ServiceTier, request.Sampling, request.Reasoning).Should().Be((null, SamplingWish.None, ReasoningWish.None));
    }

    [Theory]
    [InlineData(""" "cache_control":{"type":"ephemeral"}""", "TopLevelCacheMark cache_control")]
    [InlineData(""" "context_management":{"edits":[]}""", "AgentField context_management")]
    [InlineData(""" "container":"c" """, "Container container")]
    [InlineData(""" "mcp_servers":[{"name":"m"}]""", "McpServers mcp_servers")]
    [InlineData(""" "inference_geo":"eu" """, "Place inference_geo")]
    [InlineData(""" "workspace_id":"w" """, "Place workspace_id")]
    [InlineData(""" "speed":"fast" """, "Speed speed")]
    [InlineData(""" "diagnostics":{}""", "Diagnostics diagnostics")]
    [InlineData(""" "user_profile_id":"p" """, "UserProfile user_profile_id")]
    [InlineData(""" "spare":1""", "AgentField spare")]
    [InlineData(""" "novelty":1""", "UnknownField novelty")]
    [InlineData(""" "service_tier":"gold" """, "UnknownValue service_tier")]
    [InlineData(""" "metadata":{"team":"x"}""", "UnknownField metadata.team")]
    [InlineData(""" "thinking":{"type":"between_tools"}""", "ThinkingBetweenTools thinking.type")]
    [InlineData(""" "thinking":{"type":"adaptive","block_binding":{}}""", "UnknownField thinking.block_binding")]
    [InlineData(""" "thinking":{"type":"adaptive","display":"updates"}""", "ReasoningDisplay thinking.display")]
    [InlineData(""" "output_config":{"task_budget":{"total":1}}""", "UnknownField output_config.task_budget")]
    [InlineData(""" "output_config":{"effort":"huge"}""", "UnknownValue output_config.effort")]
    [InlineData(""" "output_config":{"format":{"type":"grammar"}}""", "GrammarFormat output_config.format")]
    [InlineData(""" "tools":[{"type":"web_search_20250305","name":"web_search"}]""", "ServiceTool tools[].web_search_20250305")]
    [InlineData(""" "tools":[{"type":"bash_20250124","name":"bash"}]""", "ServiceTool tools[].bash_20250124")]
    [InlineData(""" "tools":[{"type":"tool_search_tool_regex_20251119","name":"t"}]""", "DeferredTools tools[].tool_search_tool_regex_20251119")]
    [InlineData(""" "tools":[{"name":"f","input_schema":{},"defer_loading":true}]""", "DeferredTools tools[].defer_loading")]
    [InlineData(""" "tools":[{"name":"f","input_schema":{},"input_examples":[{}]}]""", "InputExamples tools[].input_examples")]
    [InlineData(""" "tools":[{"name":"f","input_schema":{},"eager_input_streaming":true}]""", "EagerInputStreaming tools[].eager_input_streaming")]
    [InlineData(""" "tools":[{"name":"f","input_schema":{},"allowed_callers":["direct","code_execution_20250825"]}]""", "AllowedCallers tools[].allowed_callers")]
    [InlineData(""" "tools":[{"name":"f","input_schema":{},"novelty":1}]""", "UnknownField tools[].novelty")]
    [InlineData(""" "tool_choice":{"type":"maybe"}""", "UnknownValue tool_choice.type")]
    [InlineData(""" "messages":[{"role":"user","content":"a","novelty":1}]""", "UnknownField messages[].novelty")]
    public void What_no_other_dialect_has_is_noted_by_its_rule(string members, string note) => Notes(Messages.Read(members)).Should().Equal(note);

    [Theory]
    [InlineData("""{"type":"text","text":"a","citations":[{"type":"char_location"}]}""", "CitationsInHistory messages[].content[].citations")]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"f"}}""", "FileId messages[].content[].source.file_id")]
    [InlineData("""{"type":"image","source":{"type":"url","url":"u"},"transformations":{}}""", "ImageTransformations messages[].content[].transformations")]
    [InlineData("""{"type":"document","source":{"type":"url","url":"u"},"citations":{"enabled":true}}""", "DocumentCitations messages[].content[].citations")]
    [InlineData("""{"type":"container_upload","file_id":"f"}""", "ContainerUpload messages[].content[].container_upload")]
    [InlineData("""{"type":"server_tool_use","id":"s"}""", "ServiceCallInHistory messages[].content[].server_tool_use")]
    [InlineData("""{"type":"web_search_tool_result"}""", "ServiceCallInHistory messages[].content[].web_search_tool_result")]
    [InlineData("""{"type":"mcp_tool_use"}""", "ServiceCallInHistory messages[].content[].mcp_tool_use")]
    [InlineData("""{"type":"compaction"}""", "UnknownPart messages[].content[].compaction")]
    [InlineData("""{"type":"text","text":"a","novelty":1}""", "UnknownField messages[].content[].novelty")]
    [InlineData("""{"type":"tool_use","id":"t","name":"f","input":{},"caller":{"type":"code_execution_20250825"}}""", "ServiceCallInHistory messages[].content[].caller")]
    [InlineData("""{"type":"tool_result","tool_use_id":"t","content":[{"type":"tool_reference","tool_name":"f"}]}""", "DeferredTools messages[].content[].content[].tool_reference")]
    public void What_no_other_dialect_has_in_a_block_is_noted_by_its_rule(string block, string note) => Notes(Messages.ReadBlock(block)).Should().Equal(note);

    [Fact]
    public void A_forced_choice_of_a_services_own_tool_is_told_as_the_choice() =>
        Notes(Messages.Read(""" "tool_choice":{"type":"tool","name":"bash"},"tools":[{"type":"bash_20250124","name":"bash"}]"""))
            .Should().Contain("ServiceTool tool_choice");

    [Theory]
    [InlineData(""" "messages":{}""", "messages")]
    [InlineData(""" "messages":[{"role":"tool","content":"a"}]""", "messages[].role")]
    [InlineData(""" "messages":[{"role":"user"}]""", "messages[].content")]
    [InlineData(""" "messages":[{"role":"user","content":[{"text":"a"}]}]""", "messages[].content[].type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text"}]}]""", "messages[].content[].text")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image"}]}]""", "messages[].content[].source")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":"{}"}]}]""", "messages[].content[]")]
    [InlineData(""" "max_tokens":"many" """, "max_tokens")]
    [InlineData(""" "stream":1""", "stream")]
    [InlineData(""" "tools":[{"name":"f"}]""", "tools[].input_schema")]
    [InlineData(""" "tools":[{"input_schema":{}}]""", "tools[].name")]
    [InlineData(""" "thinking":{"type":"enabled"}""", "thinking.budget_tokens")]
    [InlineData(""" "stop_sequences":"x" """, "stop_sequences")]
    [InlineData(""" "system":[{"type":"image","source":{"type":"url","url":"u"}}]""", "system[].type")]
    public void A_member_of_the_wrong_type_is_named(string members, string param)
    {
        var error = Messages.Refused(members);
        (error.Code.Name, error.Param).Should().Be(("invalid_body", param));
    }

    [Fact]
    public void A_body_that_is_only_counted_says_so() => Messages.Read("", countOnly: true).CountOnly.Should().BeTrue();

    private static string Plain(RawText text) => Encoding.UTF8.GetString(text.Span);

    private static IEnumerable<string> Rules(InferenceRequest request) => request.Unread.Select(unread => unread.Rule.ToString());

    private static IEnumerable<string> Notes(InferenceRequest request) => request.Unread.Select(unread => $"{unread.Rule} {unread.Path}");
}
