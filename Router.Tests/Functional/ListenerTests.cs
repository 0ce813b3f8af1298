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
        await using var app = Listener.Build(new Uri("http://127.0.0.1:0"), null, TimeSpan.Zero, NullLoggerFactory.Instance);

        app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinRequestBodyDataRate.Should().BeNull();
    }

    private static string Ask(string headers) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nhost: r\r\nconnection: close\r\n{headers}content-length: {ChatText.Request.Length}\r\n\r\n{ChatText.Request}";
}
