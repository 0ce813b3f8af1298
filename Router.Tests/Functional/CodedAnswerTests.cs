// Upstreams that compress what they send, though the router says that it takes nothing compressed.
using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class CodedAnswerTests
{
    private const string Words = """{"error":{"message":"temperature: too hot","type":"invalid_request_error","code":"too_hot","param":null}}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_coded_error_is_told_in_its_words(string coding)
    {
        await using var world = await UpstreamWorld.StartAsync();
        await using var foreign = await UpstreamWorld.StartAsync(dialects: "openai-responses");
        world.First.OnNext(r => CodedAsync(r, coding, 400, Pack(coding, Words)));
        world.First.OnNext(r => CodedAsync(r, coding, 500, Pack(coding, Words)));
        foreign.First.OnNext(r => CodedAsync(r, coding, 400, Pack(coding, Words)));

        var (refused, words) = await world.AskAsync();
        var (_, failed) = await world.AskAsync();
        var (_, translated) = await foreign.AskAsync();

        words.Should().Be(Words);
        ((int)refused.StatusCode, refused.Content.Headers.ContentEncoding.Count).Should().Be((400, 0));
        UpstreamWorld.ErrorIn(failed).Message.Should().StartWith("[upstream_failed]").And.EndWith("temperature: too hot");
        UpstreamWorld.ErrorIn(translated).Should().Be(("too_hot", "temperature: too hot"));
    }

    [Theory]
    [InlineData("compress", "whatever")]
    [InlineData("gzip, br", "whatever")]
    [InlineData("gzip", "not packed at all")]
    [InlineData("br", "not packed at all")]
    [InlineData("zstd", "not packed at all")]
    public async Task Of_a_coded_error_that_cannot_be_read_the_status_alone_is_told(string coding, string body)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => CodedAsync(r, coding, 400, Encoding.UTF8.GetBytes(body)));

        var (answer, text) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(400);
        UpstreamWorld.ErrorIn(text).Message.Should().Be("The provider refused the request (status 400).");
    }

    [Fact]
    public async Task A_small_coded_error_does_not_become_a_large_one()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => CodedAsync(r, "gzip", 400, Pack("gzip", new string(' ', 64 * 1024 * 1024))));

        var (answer, text) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(400);
        UpstreamWorld.ErrorIn(text).Message.Should().Be("The provider refused the request (status 400).");
    }

    [Theory]
    [InlineData(UpstreamWorld.Ask, "application/json")]
    [InlineData(UpstreamWorld.AskStream, "text/event-stream")]
    public async Task A_coded_answer_is_an_error_that_says_what_is_wrong(string ask, string type)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerAsync(200, type, Pack("gzip", UpstreamText.Answer), ("content-encoding", "gzip")));

        var (answer, text) = await world.AskAsync(ask);

        ((int)answer.StatusCode).Should().Be(502);
        UpstreamWorld.ErrorIn(text).Message.Should().StartWith("[upstream_failed]").And.Contain("content-encoding");
        (await world.Router.RowAsync()).Attempts.Should().ContainSingle().Which["error_class"].Should().Be("garbage");
    }

    [Fact]
    public async Task An_answer_that_says_it_has_no_coding_is_an_answer()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer, 200, ("content-encoding", "identity")));

        (await world.AskAsync()).Body.Should().Be(UpstreamText.Answer);
    }

    private static Task CodedAsync(UpstreamExchange exchange, string coding, int status, byte[] body) =>
        exchange.AnswerAsync(status, "application/json", body, ("content-encoding", coding));

    private static byte[] Pack(string coding, string text)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            _ => new ZstdSharp.CompressionStream(packed, leaveOpen: true),
        })
        {
            packer.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
