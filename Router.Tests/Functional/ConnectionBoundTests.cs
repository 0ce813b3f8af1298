// More connections than the system lets the router open files for.
using FluentAssertions;
using Router.Commands;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ConnectionBoundTests
{
    private const int OpenFiles = 700;

    [Theory]
    [InlineData(1024L, 352)]
    [InlineData(1_048_576L, 32_768)]
    [InlineData(256L, 16)]
    [InlineData(null, 32_768)]
    public void A_request_may_need_two_connections_beside_the_routers_own_files(long? openFiles, int callers) =>
        ConnectionBound.OfCallers(openFiles).Should().Be(callers);

    [Fact]
    public async Task A_crowd_of_idle_connections_leaves_the_router_the_files_it_needs()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Other systems do not say how many files a process may open.
        }

        await using var upstream = new ScriptedUpstream();
        upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        var binary = RouterBinary.Find();
        await using var router = new RouterProcess(
            RouterConfigText.Of(upstream.BaseUrl, "chat"),
            new RouterBinary("/bin/sh", ["-c", $"ulimit -n {OpenFiles}; exec \"$0\" \"$@\"", binary.File, .. binary.Leading], binary.Kind));
        await router.StartAsync();
        var crowd = new List<RawCaller>();
        for (var i = 0; i < OpenFiles + 100; i++)
        {
            crowd.Add(await RawCaller.ConnectAsync(router.Address));
        }

        (await crowd[^1].ReadToEndAsync()).Should().BeEmpty("the last is one too many");
        await crowd[0].SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\ncontent-length: {ChatText.Request.Length}\r\n\r\n{ChatText.Request}");
        (await crowd[0].ReadToEndAsync()).Should().StartWith("HTTP/1.1 200 ", "who came first is served");
        using var admin = new RouterClient(router.AdminAddress, RouterProcess.MetricsToken);
        using var metrics = await admin.GetAsync(new Uri("/metrics", UriKind.Relative));
        metrics.IsSuccessStatusCode.Should().BeTrue();

        crowd.ForEach(caller => caller.Dispose());
        (await router.StopAsync()).Should().BeTrue();
        router.Log.Should().Contain($"At most {ConnectionBound.OfCallers(OpenFiles)} connections of callers are taken at once");
    }
}
