// Two routers on one machine, as processes of their own, with a licence for one.
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class LicenseInstancesTests : IAsyncLifetime
{
    private readonly LicensedFolder _licence = new(claims => claims["deployment"]!["instances"] = JsonNode.Parse("""{ "max": 1 }"""));
    private readonly ScriptedUpstream _upstream = new();
    private RouterProcess _first = null!;
    private RouterProcess _second = null!;

    public Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        var yaml = _licence.Configure(RouterConfigText.Of(_upstream.BaseUrl, "chat"));
        (_first, _second) = (new RouterProcess(yaml), new RouterProcess(yaml));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _upstream.DisposeAsync();
        _licence.Dispose();
    }

    [Fact]
    public async Task The_second_waits_and_takes_over_without_a_restart_when_the_first_stops_or_dies()
    {
        await _first.StartAsync();
        await _second.LaunchAsync();

        await UntilAsync(_second, 503, "license_instances_exceeded");
        (await ReadyAsync(_second)).Should().Be((503, "license_instances_exceeded"));
        (await StateAsync(_second)).Should().Be("instances_exceeded", "its administration works");
        (await AskAsync(_first)).Should().Be((200, null), "the first goes on");
        var (exit, status, _) = await _second.RunAsync("license", "status", "--json");
        exit.Should().Be(0, "the licence is enough for the process that runs");
        JsonNode.Parse(status)!["instances"]!.ToJsonString().Should().Be("""{"max":1,"live":1}""");

        (await _first.StopAsync()).Should().BeTrue(_first.Log);
        await UntilAsync(_second, 200, null);
        (await StateAsync(_second)).Should().Be("valid");

        await _first.LaunchAsync();
        await UntilAsync(_first, 503, "license_instances_exceeded");
        await _second.KillAsync();
        await UntilAsync(_first, 200, null);
    }

    private static async Task UntilAsync(RouterProcess router, int status, string? code)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        var seen = await AskAsync(router);
        while (seen != (status, code))
        {
            if (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"It answers {seen}, not {(status, code)}:{Environment.NewLine}{router.Log}");
            }

            await Task.Delay(50, CancellationToken.None);
            seen = await AskAsync(router);
        }
    }

    private static async Task<(int Status, string? Code)> AskAsync(RouterProcess router)
    {
        using var caller = new RouterClient(router.Address, RouterProcess.CallerToken);
        try
        {
            using var answer = await caller.PostAsync(
                new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(ChatText.Request, Encoding.UTF8, "application/json"));
            return ((int)answer.StatusCode, answer.Headers.TryGetValues("x-router-error", out var code) ? code.Single() : null);
        }
        catch (HttpRequestException)
        {
            return (0, "it does not listen");
        }
    }

    private static async Task<(int Status, string Reason)> ReadyAsync(RouterProcess router)
    {
        using var caller = new RouterClient(router.Address, null);
        using var answer = await caller.GetAsync(new Uri("/readyz", UriKind.Relative));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string?> StateAsync(RouterProcess router)
    {
        using var admin = new RouterClient(router.AdminAddress, RunningRouter.AdminToken);
        return (string?)JsonNode.Parse(await admin.GetStringAsync(new Uri("/admin/license", UriKind.Relative)))!["state"];
    }
}
