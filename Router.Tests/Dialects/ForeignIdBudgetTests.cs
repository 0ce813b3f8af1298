// Looking for ids where there are none costs no memory.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ForeignIdBudgetTests
{
    [Fact]
    public void A_request_without_ids_is_read_without_an_allocation()
    {
        // With names that have to be looked into, since they stand in places that name nothing.
        var chat = Encoding.UTF8.GetBytes("""{"messages":[{"role":"tool","content":"{\"file_id\":1}"},{"role":"user","content":[{"type":"text","text":"file_id"}]}]}""");
        var responses = Encoding.UTF8.GetBytes("""{"input":[{"type":"message","id":"msg_1","role":"user","content":"container"}],"tools":[{"type":"function","parameters":{"container":{}}}]}""");
        var messages = Encoding.UTF8.GetBytes("""{"messages":[{"role":"user","content":[{"type":"text","text":"file_id"}]}],"container":null}""");
        Read(chat, ChatForeignIds.TryRead).Should().Be(0);
        Read(responses, ResponsesForeignIds.TryRead).Should().Be(0);
        Read(messages, MessagesForeignIds.TryRead).Should().Be(0);
    }

    [Fact]
    public void Events_that_create_nothing_are_read_without_an_allocation()
    {
        var responses = Encoding.UTF8.GetBytes("""{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"delta":"hello"}""");
        var messages = Encoding.UTF8.GetBytes("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}}""");
        var ids = default(CreatedIds);

        Allocated.Least(Read).Should().Be(0);

        ids.All.Should().BeEmpty();

        void Read()
        {
            for (var i = 0; i < 1_000; i++)
            {
                ResponsesCreatedIds.ReadEvent(responses, ref ids);
                MessagesCreatedIds.ReadEvent(messages, ref ids);
            }
        }
    }

    /// <summary>Bytes allocated by a thousand readings, as <see cref="Allocated.Least"/> counts them.</summary>
    private static long Read(byte[] body, ForeignIdText.Reader read)
    {
        RequestMembers.TryScan(body, out var members, out var error).Should().BeTrue();
        read(members, ref error, out var ids).Should().BeTrue();
        ids.Should().BeEmpty();
        var least = long.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                read(members, ref error, out _);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
