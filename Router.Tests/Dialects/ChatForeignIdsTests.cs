// Which file ids a chat request names, and what only looks like one.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ChatForeignIdsTests
{
    [Fact]
    public void The_files_of_content_parts_are_found_in_every_message() => ForeignIdText.InChat("""
        [
          {"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}},{"type":"text","text":"?"}]},
          {"content":[{"type":"file","file_id":"file-2"}],"role":"user"},
          {"role":"user","content":[{"file":{"filename":"a.pdf","f\u0069le_id":"file\u002d3"},"type":"file"}]}
        ]
        """).Should().Equal(
            "File messages[0].content[0].file.file_id file-1",
            "File messages[1].content[0].file_id file-2",
            "File messages[2].content[0].file.* file-3");

    [Fact]
    public void A_second_list_of_messages_in_capitals_counts_for_there_are_servers_that_take_them_for_small_letters() => ForeignIdText.In(
        """{"messages":[],"Messages":[{"content":[{"file":{"file_id":"file-1"}}]}]}""", ChatForeignIds.TryRead)
        .Should().Equal("File Messages[0].content[0].file.file_id file-1");

    [Theory]
    [InlineData("""[{"role":"user","content":[{"type":"file","file":{"FILE_ID":"file-1"}}]}]""", "File messages[0].content[0].file.FILE_ID file-1")]
    [InlineData("""[{"role":"user","Content":[{"type":"file","File":{"file_id":"file-1"}}]}]""", "File messages[0].Content[0].File.file_id file-1")]
    [InlineData("""[{"role":"assistant","Audio":{"Id":"audio_1"}}]""", "Response messages[0].Audio.Id audio_1")]
    public void Names_in_capitals_count_at_every_depth(string messages, string id) => ForeignIdText.InChat(messages).Should().Equal(id);

    [Fact]
    public void The_spoken_answers_that_messages_stand_for_are_found() => ForeignIdText.InChat("""
        [
          {"role":"assistant","audio":{"id":"audio_1"}},
          {"role":"assistant","content":null,"\u0061udio":{"expires_at":1,"i\u0064":"audio_2"}},
          {"role":"assistant","audio":"audio_3"},
          {"role":"assistant","audio":null,"content":"audio"},
          {"role":"user","content":[{"type":"input_audio","input_audio":{"data":"","format":"wav"}}]}
        ]
        """).Should().Equal("Response messages[0].audio.id audio_1", "Response messages[1].*.* audio_2", "Response messages[2].audio audio_3");

    [Theory]
    [InlineData("""[{"role":"user","content":"file_id"}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"{\"file\":{\"file_id\":\"x\"}}"}]}]""")]
    [InlineData("""[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"file_id\":\"x\"}"}}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"file","file":{"file_data":"data:,x","filename":"file_id"}}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"file","file":{"file_id":null}}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"other","metadata":{"file_id":"x"}}],"meta":{"file_id":"x"}}]""")]
    [InlineData("""["file_id",7,[{"file_id":"x"}],{"role":"user","content":{"file_id":"x"}}]""")]
    public void What_only_looks_like_one_is_none(string messages) => ForeignIdText.InChat(messages).Should().BeEmpty();

    [Theory]
    [InlineData("17")]
    [InlineData("[\"file-1\"]")]
    [InlineData("{\"id\":\"file-1\"}")]
    public void What_stands_where_an_id_must_stand_and_is_no_text_is_found_as_one_that_nobody_recorded(string value) =>
        ForeignIdText.InChat($$$"""[{"role":"user","content":[{"type":"file","file":{"file_id":{{{value}}}}},{"file_id":"file-2"}]}]""")
            .Should().Equal("File messages[0].content[0].file.file_id ", "File messages[0].content[1].file_id file-2");

    [Fact]
    public void The_head_of_a_request_has_them()
    {
        Chat.Head("""{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""")
            .ForeignIds.Should().ContainSingle().Which.Value.Should().Be("file-1");
        Chat.Head("""{"model":"m","messages":[]}""").ForeignIds.Should().BeEmpty();
    }

    [Fact]
    public void More_than_are_looked_up_are_refused_and_as_many_are_not()
    {
        Chat.Head(Body(ForeignIdWalk.Most)).ForeignIds.Should().HaveCount(ForeignIdWalk.Most);
        var error = Chat.Refusal(Body(ForeignIdWalk.Most + 1))!;
        error.Message.Should().StartWith("[unsupported_parameter] The body has more than 1024 ids");

        static string Body(int ids)
        {
            var parts = string.Join(',', Enumerable.Repeat("""{"file_id":"f"}""", ids));
            return $$"""{"model":"m","messages":[{"role":"user","content":[{{parts}}]}]}""";
        }
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"hello"}]}""", false)]
    [InlineData("""{"messages":[{"role":"user","content":"caf\u00e9 \u001b file"}]}""", false)]
    [InlineData("""{"messages":[{"role":"user","content":"\u0041"}]}""", true)]
    [InlineData("""{"file_id":1}""", true)]
    public void Most_bodies_pass_at_a_glance(string body, bool looksInside) =>
        ForeignIdWalk.MayName(Encoding.UTF8.GetBytes(body), "file_id"u8).Should().Be(looksInside);
}
