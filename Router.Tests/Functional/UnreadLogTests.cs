// A log collector that hangs must not take the router with it.
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class UnreadLogTests
{
    private const int Targets = 9;

    /// <summary>Ten lines each: more than the pipe and the queue of the log hold together.</summary>
    private const int Requests = 400;

    [Fact]
    public async Task A_log_that_nobody_reads_holds_up_neither_requests_nor_the_stop()
    {
        await using var router = new RouterProcess(Configuration()) { ReadsLog = false };
        await router.StartAsync();
        using var caller = new RouterClient(router.Address, RouterProcess.CallerToken);

        for (var request = 0; request < Requests; request++)
        {
            using var answer = await AskAsync(caller).Within();
            answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        }

        (await router.StopAsync()).Should().BeTrue();
    }

    private static Task<HttpResponseMessage> AskAsync(RouterClient caller) => caller.PostAsync(
        new Uri("/v1/chat/completions", UriKind.Relative),
        new StringContent(ChatText.Request.Replace("\"chat\"", "\"g0\"", StringComparison.Ordinal)));

    /// <summary>A group whose every target is a port that nobody listens on.</summary>
    private static string Configuration()
    {
        string[] groups = [.. Enumerable.Range(0, Targets).Select(number => $"g{number}")];
        string[] targets = [.. groups.Select(group => $"{{ provider: p-{group}, model: m }}")];
        return RouterConfigText.Of($"http://127.0.0.1:{FreePort.Take()}", groups)
            .Replace(targets[0], string.Join(", ", targets), StringComparison.Ordinal);
    }
}
