// Requests that are wrong before their JSON is: too large, wrongly coded, cut, to the wrong path.
using System.IO.Compression;
using System.Net;
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class BadInputTransportTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private static readonly byte[] Zeros = new byte[8 * 1024 * 1024];

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_served_and_one_byte_more_is_refused()
    {
        var fits = ChatText.Request.PadRight(BadInputWorld.MaxBytes);

        using var served = await world.Router.Caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), BadInputWorld.Body(fits));
        var error = await world.RefusedAsync(BadInputWorld.Body(fits + " "), 413, "request_too_large");

        served.StatusCode.Should().Be(HttpStatusCode.OK);
        error.Message.Should().Contain(BadInputWorld.MaxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        error.Type.Should().Be("invalid_request_error");
    }

    [Fact]
    public async Task A_body_that_declares_too_much_is_refused_before_it_is_sent()
    {
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        await caller.SendAsync(Head("content-length: 999999999999"));

        var answer = await caller.ReadUntilAsync("\"code\":\"request_too_large\"");
        answer.Should().StartWith("HTTP/1.1 413 ").And.Contain("x-router-error: request_too_large");
    }

    [Fact]
    public async Task A_chunked_body_without_end_is_refused_at_the_limit()
    {
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);
        await caller.SendAsync(Head("transfer-encoding: chunked"));

        await caller.SendAsync("1\r\n{\r\n");
        var chunk = "8000\r\n" + new string(' ', 0x8000) + "\r\n";
        for (var sent = 0; sent <= BadInputWorld.MaxBytes; sent += 0x8000)
        {
            await caller.SendAsync(chunk);
        }

        (await caller.ReadUntilAsync("request_too_large\"")).Should().StartWith("HTTP/1.1 413 ");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_small_body_that_unpacks_to_a_large_one_is_refused(string coding)
    {
        var bomb = Pack(coding, Zeros);
        bomb.Length.Should().BeLessThan(BadInputWorld.MaxBytes);

        await world.RefusedAsync(BadInputWorld.Body(bomb, coding), 413, "request_too_large");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_coded_body_that_is_cut_or_garbled_is_refused(string coding)
    {
        var packed = Pack(coding, Encoding.UTF8.GetBytes(ChatText.Request));
        byte[][] wrong = [packed[..(packed.Length * 3 / 4)], packed[..(packed.Length / 2)], packed[..3], [.. "not packed at all, by any of them"u8], []];
        foreach (var body in wrong)
        {
            await world.RefusedAsync(BadInputWorld.Body(body, coding), 400, "invalid_body");
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_coded_body_reaches_the_upstream_plain(string coding)
    {
        var packed = Pack(coding.ToLowerInvariant(), Encoding.UTF8.GetBytes(ChatText.Request));

        using var answer = await world.Router.Caller.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), BadInputWorld.Body(packed, coding));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var sent = world.Upstream.Requests[^1];
        sent.BodyText.Should().Be(ChatText.Request.Replace("\"chat\"", "\"up-model\"", StringComparison.Ordinal));
        sent["content-encoding"].Should().BeNull();
    }

    /// <summary>The window is memory beside that of the body, which the sender chooses: RFC 9659 lets it choose 8 MiB.</summary>
    [Theory]
    [InlineData(23, HttpStatusCode.OK)]
    [InlineData(24, HttpStatusCode.BadRequest)]
    public async Task A_zstd_body_may_ask_for_the_window_that_senders_are_allowed_and_no_larger_one(int window, HttpStatusCode expected)
    {
        using var packed = new MemoryStream();
        using (var packer = new ZstdSharp.CompressionStream(packed, leaveOpen: true))
        {
            packer.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_windowLog, window);
            packer.Write(Encoding.UTF8.GetBytes(ChatText.Request));
        }

        using var answer = await world.Router.Caller.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), BadInputWorld.Body(packed.ToArray(), "zstd"));

        answer.StatusCode.Should().Be(expected);
    }

    [Theory]
    [InlineData("compress")]
    [InlineData("gzip, br")]
    [InlineData("aes128gcm")]
    public async Task A_coding_that_is_not_known_is_refused_as_unsupported_encoding(string coding)
    {
        var error = await world.RefusedAsync(BadInputWorld.Body([1, 2, 3], coding), 415, "unsupported_encoding");

        error.Type.Should().Be("invalid_request_error");
    }

    [Fact]
    public async Task A_caller_that_leaves_in_the_middle_of_its_body_leaves_a_cancelled_row()
    {
        await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(world.Upstream.BaseUrl, "chat"));
        foreach (var framing in (string[])["content-length: 1000\r\n\r\n{\"model\":", "transfer-encoding: chunked\r\n\r\n9\r\n{\"model\":\r\n"])
        {
            using var polite = await RawCaller.ConnectAsync(router.Host.Address);
            await polite.SendAsync(HeadWithout(framing));
            polite.Dispose();
            using var rude = await RawCaller.ConnectAsync(router.Host.Address);
            await rude.SendAsync(HeadWithout(framing));
            rude.Reset();
        }

        var rows = await router.RowsAsync(count: 4);
        rows.Select(row => (row.Text("outcome"), row.Number("status"), row.Text("error_code")))
            .Should().AllBeEquivalentTo(((string?)"cancelled", (long?)499, (string?)null));
        rows.Should().HaveCount(4);
        router.LogLines.Should().NotContain(line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning && line.Exception != null);
    }

    [Fact]
    public async Task A_broken_chunk_is_refused_as_invalid_body()
    {
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        await caller.SendAsync(Head("transfer-encoding: chunked") + "zz\r\nhello\r\n0\r\n\r\n");

        (await caller.ReadUntilAsync("\"code\":\"invalid_body\"")).Should().StartWith("HTTP/1.1 400 ");
    }

    [Theory]
    [InlineData("80000000")]
    [InlineData("ffffffff")]
    [InlineData("ffffffffffffffffffff")]
    public async Task A_chunk_of_a_size_that_no_number_holds_is_refused_as_invalid_body(string size)
    {
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        await caller.SendAsync(Head("transfer-encoding: chunked") + size + "\r\nabc");

        (await caller.ReadUntilAsync("\"code\":\"invalid_body\"")).Should().StartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public async Task Headers_larger_than_any_client_sends_are_refused_by_the_listener()
    {
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        await caller.SendAsync($"GET / HTTP/1.1\r\nhost: router\r\nx-large: {new string('x', 70_000)}\r\n\r\n");

        (await caller.ReadToEndAsync()).Should().StartWith("HTTP/1.1 431 ");
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions")]
    [InlineData("DELETE", "/v1/chat/completions")]
    [InlineData("GET", "/v1/responses")]
    public async Task Another_method_on_a_path_for_POST_is_405_with_what_is_allowed(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await world.Router.Caller.SendAsync(request);

        var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
        error.Status.Should().Be(405);
        error.Code.Should().Be("method_not_allowed");
        answer.Content.Headers.Allow.Should().Equal("POST");
    }

    [Fact]
    public async Task Another_method_on_the_messages_path_is_405_in_its_own_envelope()
    {
        using var answer = await world.Router.Caller.GetAsync(new Uri("/v1/messages", UriKind.Relative));

        (await RouterErrorAnswer.OfAnthropicAsync(answer)).Status.Should().Be(405);
    }

    [Theory]
    [InlineData("/nothing/here")]
    [InlineData("/favicon.ico")]
    [InlineData("/v1/chat/completions.json")]
    [InlineData("/V1/nothing")]
    public async Task A_path_that_is_not_there_is_404_in_the_envelope(string path)
    {
        using var answer = await world.Router.Caller.GetAsync(new Uri(path, UriKind.Relative));

        var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
        error.Status.Should().Be(404);
        error.Code.Should().Be("not_found");
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/favicon.ico")]
    public async Task A_path_that_is_not_there_on_the_admin_listener_is_404(string path)
    {
        using var answer = await world.Router.Admin.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        answer.Headers.GetValues("x-router-error").Should().Equal("not_found");
    }

    [Fact]
    public async Task A_path_under_anthropic_that_is_not_there_is_404_in_its_envelope()
    {
        using var answer = await world.Router.Caller.GetAsync(new Uri("/anthropic/v1/nothing", UriKind.Relative));

        (await RouterErrorAnswer.OfAnthropicAsync(answer)).Type.Should().Be("not_found_error");
    }

    private static string Head(string framing) => HeadWithout(framing + "\r\n\r\n");

    private static string HeadWithout(string rest) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nhost: router\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\ncontent-type: application/json\r\n{rest}";

    private static byte[] Pack(string coding, byte[] plain)
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
            packer.Write(plain);
        }

        return packed.ToArray();
    }
}
