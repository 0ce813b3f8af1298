// Which ids a Responses request names, and what only looks like one.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ResponsesForeignIdsTests
{
    [Fact]
    public void The_chain_is_found() => ForeignIdText.InResponses("""
        {"previous_response_id":"resp_1","model":"m","conversation":{"id":"conv_1"},"input":"hello"}
        """).Should().Equal("Response previous_response_id resp_1", "Conversation conversation.id conv_1");

    [Fact]
    public void A_conversation_may_be_an_id_alone() =>
        ForeignIdText.InResponses("""{"conversation":"conv_1"}""").Should().Equal("Conversation conversation conv_1");

    [Fact]
    public void Names_and_words_with_escapes_are_found_too() => ForeignIdText.InResponses("""
        {"pr\u0065vious_response_id":"resp_1","input":[{"type":"item\u005freference","\u0069d":"msg_1"}]}
        """).Should().Equal("Response * resp_1", "Item input[0].* msg_1");

    [Theory]
    [InlineData("""{"Previous_Response_Id":"resp_1"}""", "Response Previous_Response_Id resp_1")]
    [InlineData("""{"CONVERSATION":{"id":"conv_1"}}""", "Conversation CONVERSATION.id conv_1")]
    [InlineData("""{"input":"hello","Input":[{"type":"item_reference","id":"rs_1"}]}""", "Item Input[0].id rs_1")]
    [InlineData("""{"conversation":{"ID":"conv_1"}}""", "Conversation conversation.ID conv_1")]
    [InlineData("""{"input":[{"type":"item_reference","Id":"rs_1"}]}""", "Item input[0].Id rs_1")]
    [InlineData("""{"input":[{"Type":"item_reference","ID":"rs_1","role":"user","content":"hi"}]}""", "Item input[0].ID rs_1")]
    [InlineData("""{"input":[{"Type":"message","id":"rs_1"}]}""", "Item input[0].id rs_1")]
    [InlineData("""{"input":[{"id":"rs_1","Role":"user","Content":"hi"}]}""", "Item input[0].id rs_1")]
    [InlineData("""{"input":[{"role":"user","Content":[{"type":"input_file","FILE_ID":"file-1"}]}]}""", "File input[0].Content[0].FILE_ID file-1")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","\u0046ile_I\u0044":"file-1"}]}]}""", "File input[0].content[0].* file-1")]
    [InlineData("""{"tools":[{"type":"code_interpreter","Container":"cntr_1"}]}""", "Container tools[0].Container cntr_1")]
    [InlineData("""{"tools":[{"type":"code_interpreter","container":{"type":"auto","File_Ids":["file-1"]}}]}""", "File tools[0].container.File_Ids[0] file-1")]
    [InlineData("""{"prompt":{"id":"p","Variables":{"a":{"type":"input_file","File_Id":"file-1"}}}}""", "File prompt.Variables.a.File_Id file-1")]
    public void Names_in_capitals_count_for_there_are_servers_that_take_them_for_small_letters(string body, string id) =>
        ForeignIdText.InResponses(body).Should().Equal(id);

    [Theory]
    [InlineData("""{"type":"item_reference","id":"rs_1"}""")]
    [InlineData("""{"id":"rs_1","type":"item_reference"}""")]
    [InlineData("""{"id":"rs_1"}""")]
    [InlineData("""{"id":"rs_1","type":null}""")]
    [InlineData("""{"id":"rs_1","role":"user"}""")]
    [InlineData("""{"id":"rs_1","role":"user","content":null}""")]
    [InlineData("""{"id":"rs_1","content":"hi"}""")]
    [InlineData("""{"type":"message","id":"rs_1","type":"item_reference","role":"user","content":"hi"}""")]
    [InlineData("""{"type":"image_generation_call","id":"rs_1"}""")]
    [InlineData("""{"type":"image_generation_call","id":"rs_1","result":null,"status":"completed"}""")]
    public void An_item_that_is_not_there_is_a_reference(string item) =>
        ForeignIdText.InResponses($$"""{"input":[{"role":"user","content":"hi"},{{item}}]}""").Should().Equal("Item input[1].id rs_1");

    [Theory]
    [InlineData("""{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"hi","annotations":[]}]}""")]
    [InlineData("""{"id":"msg_1","role":"assistant","content":"hi"}""")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"x"}""")]
    [InlineData("""{"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{\"file_id\":\"x\",\"id\":\"y\"}"}""")]
    [InlineData("""{"type":"custom_tool_call","id":"ct_1","call_id":"call_1","name":"f","input":"{\"container_id\":\"x\"}"}""")]
    [InlineData("""{"type":"function_call_output","call_id":"call_1","output":"{\"file_id\":\"x\"}"}""")]
    [InlineData("""{"type":"image_generation_call","id":"ig_1","result":"QUJD"}""")]
    [InlineData("""{"type":"item_reference","id":null}""")]
    [InlineData("""{"type":"file_search_call","id":"fs_1","queries":["q"],"results":[{"file_id":"file-1"}]}""")]
    [InlineData("""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"t","annotations":[{"type":"file_citation","file_id":"file-1"}]}]}""")]
    public void An_item_that_is_there_whole_is_none(string item) =>
        ForeignIdText.InResponses($$"""{"input":[{{item}}]}""").Should().BeEmpty();

    [Fact]
    public void Two_ids_of_one_item_both_count() => ForeignIdText.InResponses("""
        {"input":[{"type":"message","id":"msg_1","role":"user","content":"hi","id":"msg_2"}]}
        """).Should().Equal("Item input[0].id msg_1", "Item input[0].id msg_2");

    [Fact]
    public void Files_and_containers_of_items_are_found() => ForeignIdText.InResponses("""
        {"input":[
          {"role":"user","content":[{"type":"input_text","text":"?"},{"type":"input_image","file_id":"file-1"},{"file_id":"file-2","type":"input_file"}]},
          {"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_id":"file-3"}]},
          {"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","file_id":"file-4"}},
          {"type":"code_interpreter_call","id":"ci_1","container_id":"cntr_1","code":"1","outputs":null},
          {"type":"shell_call","call_id":"c","action":{},"environment":{"type":"container_reference","container_id":"cntr_2"}},
          {"type":"additional_tools","tools":[{"type":"code_interpreter","container":"cntr_3"}]}
        ]}
        """).Should().Equal(
            "File input[0].content[1].file_id file-1",
            "File input[0].content[2].file_id file-2",
            "File input[1].output[0].file_id file-3",
            "File input[2].output.file_id file-4",
            "Container input[3].container_id cntr_1",
            "Container input[4].environment.container_id cntr_2",
            "Container input[5].tools[0].container cntr_3");

    [Fact]
    public void Files_and_containers_of_tools_are_found() => ForeignIdText.InResponses("""
        {"tools":[
          {"type":"code_interpreter","container":"cntr_1"},
          {"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1","file-2"]}},
          {"type":"shell","environment":{"type":"container_reference","container_id":"cntr_2"}},
          {"type":"shell","environment":{"type":"container_auto","file_ids":["file-3"]}},
          {"type":"image_generation","input_image_mask":{"file_id":"file-4"}},
          {"type":"namespace","name":"n","tools":[{"type":"code_interpreter","container":"cntr_3"}]}
        ]}
        """).Should().Equal(
            "Container tools[0].container cntr_1",
            "File tools[1].container.file_ids[0] file-1",
            "File tools[1].container.file_ids[1] file-2",
            "Container tools[2].environment.container_id cntr_2",
            "File tools[3].environment.file_ids[0] file-3",
            "File tools[4].input_image_mask.file_id file-4",
            "Container tools[5].tools[0].container cntr_3");

    [Theory]
    [InlineData("""{"tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":[]}}]}""")]
    [InlineData("""{"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{"container":{"type":"string","default":"x"},"file_id":{"type":"string"}}}}]}""")]
    [InlineData("""{"tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}""")]
    [InlineData("""{"metadata":{"previous_response_id":"resp_1","file_id":"x"}}""")]
    [InlineData("""{"previous_response_id":null,"conversation":null,"input":null,"tools":null,"prompt":null}""")]
    [InlineData("""{"input":"the \"id\" of the container, its file_id"}""")]
    [InlineData("""{"prompt":{"id":"pmpt_1","variables":{"a":"file_id","b":{"type":"input_text","text":"file_id"}}}}""")]
    public void What_only_looks_like_one_is_none(string body) => ForeignIdText.InResponses(body).Should().BeEmpty();

    [Fact]
    public void The_files_of_a_prompts_variables_are_found() => ForeignIdText.InResponses("""
        {"prompt":{"id":"pmpt_1","variables":{"doc":{"type":"input_file","file_id":"file-1"}}}}
        """).Should().Equal("File prompt.variables.doc.file_id file-1");

    [Fact]
    public void A_chain_that_is_no_text_is_found_as_one_that_nobody_recorded() => ForeignIdText.InResponses("""
        {"previous_response_id":["resp_1"],"conversation":{"id":5}}
        """).Should().Equal("Response previous_response_id ", "Conversation conversation.id ");
}
