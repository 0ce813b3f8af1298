// Which ids a Messages request names, and what only looks like one.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesForeignIdsTests
{
    [Theory]
    [InlineData("""{"container":"container_1"}""", "Container container container_1")]
    [InlineData("""{"container":{"skills":[{"type":"custom","skill_id":"s"}],"id":"container_1"}}""", "Container container.id container_1")]
    [InlineData("""{"thread":{"type":"continue","previous_message_id":"msg_1"}}""", "Response thread.previous_message_id msg_1")]
    [InlineData("""{"Container":"container_1"}""", "Container Container container_1")]
    [InlineData("""{"container":{"ID":"container_1"}}""", "Container container.ID container_1")]
    [InlineData("""{"messages":[{"Content":[{"Source":{"File_Id":"file_1"}}]}]}""", "File messages[0].Content[0].Source.File_Id file_1")]
    [InlineData("""{"messages":[],"MESSAGES":[{"content":[{"source":{"file_id":"file_1"}}]}]}""", "File MESSAGES[0].content[0].source.file_id file_1")]
    public void What_the_whole_request_goes_on_from_is_found(string body, string id) =>
        ForeignIdText.InMessages(body).Should().Equal(id);

    [Fact]
    public void The_files_of_blocks_are_found_at_whatever_depth_blocks_hold_blocks() => ForeignIdText.InMessages("""
        {"messages":[
          {"role":"user","content":[
            {"type":"image","source":{"type":"file","file_id":"file_1"}},
            {"type":"document","source":{"file_id":"file_2","type":"file"},"title":"t"},
            {"type":"container_upload","file_id":"file_3"}]},
          {"role":"user","content":[
            {"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"type":"file","file_id":"file_4"}}]},
            {"type":"document","source":{"type":"content","content":[{"type":"image","source":{"type":"file","file_id":"file_5"}}]}}]}
        ],
        "system":[{"type":"document","source":{"type":"file","file_id":"file_6"}}]}
        """).Should().Equal(
            "File messages[0].content[0].source.file_id file_1",
            "File messages[0].content[1].source.file_id file_2",
            "File messages[0].content[2].file_id file_3",
            "File messages[1].content[0].content[0].source.file_id file_4",
            "File messages[1].content[1].source.content[0].source.file_id file_5",
            "File system[0].source.file_id file_6");

    [Theory]
    [InlineData("""{"container":null,"thread":null,"messages":[],"system":"file_id"}""")]
    [InlineData("""{"container":{"skills":[{"type":"anthropic","skill_id":"pptx"}]}}""")]
    [InlineData("""{"container":{"id":null}}""")]
    [InlineData("""{"thread":{"type":"create"}}""")]
    [InlineData("""{"messages":[{"role":"user","content":"file_id"}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{"file_id":"x","source":{"file_id":"y"},"content":[{"file_id":"z"}]}}]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"bash_code_execution_tool_result","tool_use_id":"t","content":{"type":"bash_code_execution_result","content":[{"type":"bash_code_execution_output","file_id":"x"}]}}]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"text","text":"t","citations":[{"type":"char_location","file_id":"x"}]}]}]}""")]
    [InlineData("""{"tools":[{"name":"n","input_schema":{"type":"object","properties":{"file_id":{"type":"string"},"container":{"const":"x"}}}}]}""")]
    [InlineData("""{"metadata":{"user_id":"{\"file_id\":\"x\"}"}}""")]
    public void What_only_looks_like_one_is_none(string body) => ForeignIdText.InMessages(body).Should().BeEmpty();
}
