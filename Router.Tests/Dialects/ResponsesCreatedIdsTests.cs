// Which ids a Responses answer creates, whole or as a stream.
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ResponsesCreatedIdsTests
{
    private const string Output = """
        [{"id":"rs_1","type":"reasoning","summary":[]},
         {"id":"ci_1","type":"code_interpreter_call","container_id":"cntr_1","code":"1","outputs":null},
         {"type":"shell_call","id":"sh_1","call_id":"c","action":{"id":"no"},"environment":{"type":"container_reference","container_id":"cntr_2"}},
         {"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"{\"id\":\"no\"}","annotations":[
           {"file_id":"cfile_1","container_id":"cntr_1","type":"container_file_citation"},
           {"type":"file_path","file_id":"file_1","index":0},
           {"type":"file_citation","file_id":"file_found","index":0}]}]}]
        """;

    [Fact]
    public void A_whole_answer_creates_its_id_those_of_its_items_and_what_its_tools_made() => Whole("true").Should().BeEquivalentTo(
        "Response resp_1", "Item rs_1", "Item ci_1", "Item sh_1", "Item msg_1", "Container cntr_1", "Container cntr_2", "File cfile_1",
        "File file_1", "Conversation conv_1");

    [Fact]
    public void An_answer_that_is_not_kept_creates_what_its_tools_made() => Whole("false").Should().BeEquivalentTo(
        "Container cntr_1", "Container cntr_2", "File cfile_1", "File file_1", "Conversation conv_1");

    [Fact]
    public void A_stream_creates_its_id_at_once_and_each_item_when_it_is_done()
    {
        const string Created = """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","store":true,"output":[]}}""";
        const string Added = """{"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","content":[]}}""";
        const string Delta = """{"type":"response.output_text.delta","item_id":"msg_1","delta":"hi"}""";
        const string Done = """{"item":{"id":"msg_1","type":"message","content":[]},"type":"response.output_item.done","output_index":0}""";
        const string Completed = """{"response":{"id":"resp_1","output":[{"id":"msg_1","type":"message"},{"id":"fc_1","type":"function_call"}]},"type":"response.completed"}""";
        CreatedIdText.In(ResponsesCreatedIds.ReadEvent, Created, Added, Delta).Should().Equal("Response resp_1");
        CreatedIdText.In(ResponsesCreatedIds.ReadEvent, Created, Added, Delta, Done).Should().Equal("Response resp_1", "Item msg_1");
        CreatedIdText.In(ResponsesCreatedIds.ReadEvent, Created, Added, Delta, Done, Completed)
            .Should().Equal("Response resp_1", "Item msg_1", "Item fc_1");
    }

    [Fact]
    public void A_stream_that_is_not_kept_creates_no_items() => CreatedIdText.In(
        ResponsesCreatedIds.ReadEvent,
        """{"type":"response.created","response":{"id":"resp_1","store":false}}""",
        """{"type":"response.output_item.done","item":{"id":"ci_1","type":"code_interpreter_call","container_id":"cntr_1"}}""",
        """{"type":"response.completed","response":{"id":"resp_1"}}""").Should().Equal("Container cntr_1");

    [Theory]
    [InlineData("""{"error":{"message":"m"}}""")]
    [InlineData("""{"id":7,"conversation":"conv","output":"text"}""")]
    [InlineData("""{"id":null,"conversation":null,"output":[{"id":null},7,"x"]}""")]
    [InlineData("""[{"id":"resp_1"}]""")]
    [InlineData("""{"metadata":{"id":"x","conversation":{"id":"y"}},"tools":[{"container":"cntr_1"}],"previous_response_id":"resp_0"}""")]
    [InlineData("")]
    [InlineData("{\"output\":[{")]
    public void What_creates_nothing_is_read_without_complaint(string body) =>
        CreatedIdText.In(ResponsesCreatedIds.ReadAnswer, body).Should().BeEmpty();

    [Fact]
    public void The_number_is_bounded_and_the_answers_own_id_always_has_its_place()
    {
        var items = string.Join(',', Enumerable.Range(0, 2 * StoredId.MostOfOneAnswer).Select(i => $$"""{"id":"msg_{{i}}"}"""));
        var ids = CreatedIdText.In(ResponsesCreatedIds.ReadAnswer, $$"""{"output":[{{items}}],"id":"resp_1"}""");
        ids.Should().HaveCount(StoredId.MostOfOneAnswer).And.Contain(["Response resp_1", "Item msg_0", "Item msg_254"]);
    }

    [Fact]
    public void An_id_without_end_is_not_recorded() => CreatedIdText.In(
        ResponsesCreatedIds.ReadAnswer, $$"""{"id":"{{new string('x', StoredId.MostCharacters + 1)}}","output":[{"id":"{{new string('y', StoredId.MostCharacters)}}"}]}""")
        .Should().ContainSingle().Which.Should().StartWith("Item y");

    private static IReadOnlyList<string> Whole(string store) => CreatedIdText.In(
        ResponsesCreatedIds.ReadAnswer, $$$"""{"output":{{{Output}}},"id":"resp_1","object":"response","store":{{{store}}},"conversation":{"id":"conv_1"}}""");
}
