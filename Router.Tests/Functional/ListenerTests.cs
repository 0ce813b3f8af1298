// What the listener lets through before any request is looked at.
using FluentAssertions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Router.Http;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ListenerTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    [Fact]
    public async Task A_body_may_pause_for_as_long_as_the_pipelines_own_deadline_lets_it()
    {
        await using var app = Listener.Build(new Uri("http://127.0.0.1:0"), null, 10, mayReadSlowly: true, TimeSpan.Zero, NullLoggerFactory.Instance);

        app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinRequestBodyDataRate.Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_where_the_relay_bounds_its_writes_a_peer_may_read_as_slowly_as_it_likes(bool mayReadSlowly)
    {
        await using var app = Listener.Build(new Uri("http://127.0.0.1:0"), null, 10, mayReadSlowly, TimeSpan.Zero, NullLoggerFactory.Instance);

        var least = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinResponseDataRate;
        (least is null).Should().Be(mayReadSlowly);
    }

    [Theory]
    [InlineData("x-note: caf\u00e9")]
    [InlineData("user-agent: caf\u00e9/1")]
    [InlineData("idempotency-key: \u00ff\u00fe")]
    public async Task A_header_with_bytes_of_any_encoding_is_an_ordinary_header(string header)
    {
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        await caller.SendAsync(Ask($"authorization: Bearer {RouterProcess.CallerToken}\r\n{header}\r\n"));

        (await caller.ReadToEndAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    [Theory]
    [InlineData("authorization: Bearer TOKEN\r\nauthorization: Bearer other\r\n", "HTTP/1.1 400 ")]
    [InlineData("x-api-key: TOKEN\r\nx-api-key: other\r\n", "HTTP/1.1 400 ")]
    [InlineData("authorization: Bearer TOKEN\r\nauthorization: Bearer TOKEN\r\n", "HTTP/1.1 200 ")]
    public async Task A_credential_that_is_sent_twice_must_be_the_same_twice(string headers, string status)
    {
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        await caller.SendAsync(Ask(headers.Replace("TOKEN", RouterProcess.CallerToken, StringComparison.Ordinal)));

        var answer = await caller.ReadToEndAsync();
        answer.Should().StartWith(status);
        answer.Contains("ambiguous_credentials", StringComparison.Ordinal).Should().Be(status.Contains("400", StringComparison.Ordinal));
    }

    private static string Ask(string headers) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nhost: r\r\nconnection: close\r\n{headers}content-length: {ChatText.Request.Length}\r\n\r\n{ChatText.Request}";
}
