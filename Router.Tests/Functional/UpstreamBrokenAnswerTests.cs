// Answers with status 200 that are none.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class UpstreamBrokenAnswerTests
{
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "<html><body>Bad gateway</body></html>", "text/html", "garbage" },
        { "not json at all", "application/json", "garbage" },
        { "", "application/json", "garbage" },
        { "null", "application/json", "garbage" },
        { "[]", "application/json", "garbage" },
        { "{}", "application/json", "garbage" },
        { UpstreamText.Answer[..^40], "application/json", "garbage" },
        { UpstreamText.Answer + "}", "application/json", "garbage" },
        { """{"error":{"message":"model crashed","type":"server_error"}}""", "application/json", "stream_error" },
        { "data: nonsense\n\n", "text/event-stream", "garbage" },
    };

    [Fact]
    public async Task An_answer_that_is_no_UTF_8_is_a_clean_error()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerAsync(200, "application/json", System.Text.Encoding.Latin1.GetBytes(UpstreamText.Answer.Replace("Hi", "H\u00ff", StringComparison.Ordinal))));

        var (answer, text) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(502);
        UpstreamWorld.ErrorIn(text).Message.Should().Contain("it is not UTF-8");
        (await world.Router.RowAsync()).Text("outcome").Should().Be("failed");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_no_answer_is_a_clean_error(string body, string type, string errorClass)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerAsync(200, type, System.Text.Encoding.UTF8.GetBytes(body)));

        var (answer, text) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(502);
        UpstreamWorld.ErrorIn(text).Message.Should().StartWith("[upstream_failed]");
        var row = await world.Router.RowAsync();
        row.Text("outcome").Should().Be("failed");
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be(errorClass);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_no_answer_leads_to_the_next_target(string body, string type, string errorClass)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerAsync(200, type, System.Text.Encoding.UTF8.GetBytes(body)));
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, text) = await world.AskAsync();

        text.Should().Be(UpstreamText.Answer);
        answer.Headers.GetValues("x-router-attempts").Should().Equal("2");
        answer.Headers.GetValues("x-router-provider").Should().Equal("p2");
        var row = await world.Router.RowAsync();
        row.Text("provider").Should().Be("p2");
        row.Number("fallback").Should().Be(1);
        row.Attempts.Select(a => a["error_class"]).Should().Equal([errorClass, null]);
        row.Number("failed_cost").Should().BePositive("the first target may charge for what it did");
    }

    [Fact]
    public async Task A_body_shorter_than_its_length_is_truncated()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.SendHeadAsync(200, ("content-type", "application/json"), ("content-length", "5000"));
            await r.SendChunkAsync(UpstreamText.Answer);
            r.Close();
        });

        var (answer, text) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(502);
        UpstreamWorld.ErrorIn(text).Message.Should().StartWith("[upstream_truncated]");
    }

    [Fact]
    public async Task A_chunked_body_without_its_last_chunk_is_truncated()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(async r =>
        {
            await r.SendHeadAsync(200, ("content-type", "application/json"));
            await r.SendChunkAsync(UpstreamText.Answer);
            r.Close();
        });
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, _) = await world.AskAsync();

        answer.Headers.GetValues("x-router-provider").Should().Equal("p2");
        (await world.Router.RowAsync()).Attempts[0]["error_class"].Should().Be("reset");
    }

    [Fact]
    public async Task A_page_for_a_stream_request_is_an_error_before_anything_is_shown()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerAsync(200, "text/html", "<html>hello</html>"u8.ToArray()));

        var (answer, text) = await world.AskAsync(UpstreamWorld.AskStream);

        ((int)answer.StatusCode).Should().Be(502);
        UpstreamWorld.ErrorIn(text).Message.Should().Contain("not of the provider's dialect");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_beyond_64_MiB_is_given_up_while_it_comes(bool declared)
    {
        const int size = 256 * 1024 * 1024; // the kernel may take up to 36 MiB more than the router reads
        long sent = 0;
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            var length = size.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await r.SendHeadAsync(200, declared ? [("content-type", "application/json"), ("content-length", length)] : [("content-type", "application/json")]);
            var piece = new byte[256 * 1024];
            Array.Fill(piece, (byte)' ');
            while (sent < size)
            {
                await r.SendChunkAsync(piece);
                sent += piece.Length;
            }
        });

        var (answer, text) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(502);
        text.Should().Contain("larger than 67108864 bytes");
        (await world.Router.RowAsync()).Attempts[0]["error_class"].Should().Be("too_large");
        Interlocked.Read(ref sent).Should().BeLessThan(size);
    }
}
