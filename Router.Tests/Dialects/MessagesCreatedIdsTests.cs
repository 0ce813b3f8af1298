// Which ids a Messages answer creates, whole or as a stream.
using FluentAssertions;
using Router.Dialects;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesCreatedIdsTests
{
    private const string Block = """
        {"type":"bash_code_execution_tool_result","tool_use_id":"t","content":{"type":"bash_code_execution_result","stdout":"file_id",
          "content":[{"type":"bash_code_execution_output","file_id":"file_1"}]}}
        """;

    [Fact]
    public void A_whole_answer_creates_itself_its_container_and_the_files_that_tools_wrote() => CreatedIdText.In(
        MessagesCreatedIds.ReadAnswer,
        $$$"""{"id":"msg_1","type":"message","content":[{"type":"text","text":"t","citations":[{"file_id":"no"}]},{{{Block}}}],"container":{"expires_at":"2026-11-02T10:00:00Z","id":"container_1"}}""")
        .Should().Equal("Response msg_1", "File file_1", "Container container_1");

    [Fact]
    public void A_stream_tells_its_container_first_or_last_and_files_between()
    {
        CreatedIdText.In(MessagesCreatedIds.ReadEvent, """{"type":"message_start","message":{"id":"msg_1","container":{"id":"container_1"},"content":[]}}""")
            .Should().Equal("Response msg_1", "Container container_1");
        CreatedIdText.In(
            MessagesCreatedIds.ReadEvent,
            """{"type":"message_start","message":{"id":"msg_1","container":null}}""",
            $$"""{"type":"content_block_start","index":1,"content_block":{{Block}}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"x","container":{"id":"no"}}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","container":{"id":"container_1"}},"usage":{}}""",
            """{"type":"message_stop"}""").Should().Equal("Response msg_1", "File file_1", "Container container_1");
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"message":"m"}}""")]
    [InlineData("""{"id":null,"container":null,"content":[{"type":"tool_use","id":"t","name":"n","input":{"content":[{"file_id":"x"}]}}]}""")]
    [InlineData("""{"container":"container_1","content":"text"}""")]
    [InlineData("""{"content":[{"content":{"content":[{"file_id":null},"x"]}},{"content":[{"file_id":"x"}]},7]}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"content\":[{")]
    public void What_creates_nothing_is_read_without_complaint(string body) =>
        CreatedIdText.In(MessagesCreatedIds.ReadAnswer, body).Should().BeEmpty();
}
