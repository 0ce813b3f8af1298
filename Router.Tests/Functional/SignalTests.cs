// What signals do to a router that runs as its users run it.
using System.Text.Json;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Storage;
using Router.Tests.Support;

namespace Router.Tests.Functional;

public sealed class SignalTests
{
    [UnixFact]
    public async Task A_hang_up_reads_the_configuration_again_and_the_router_goes_on()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        await using var router = new RouterProcess(RouterConfigText.Of(upstream.BaseUrl, "chat"));
        await router.StartAsync();
        using var admin = new RouterClient(router.AdminAddress, RunningRouter.AdminToken);

        // A changed file is taken up by itself after a second, so the signal may come too late; not every time.
        var groups = new List<string> { "chat" };
        var last = (Revision: 1, By: "start");
        for (var round = 0; round < 20 && last.By != "signal"; round++)
        {
            groups.Add($"more{round}");
            router.Configure(RouterConfigText.Of(upstream.BaseUrl, [.. groups]));
            router.HangUp();
            last = await AfterAsync(admin, last.Revision);
        }

        last.By.Should().Be("signal");
        using var caller = new RouterClient(router.Address, RouterProcess.CallerToken);
        using var answer = await caller.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(ChatText.Request.Replace("\"chat\"", $"\"{groups[^1]}\"", StringComparison.Ordinal)));
        answer.IsSuccessStatusCode.Should().BeTrue();
        (await router.StopAsync()).Should().BeTrue();
    }

    [UnixFact]
    public async Task A_hang_up_while_the_router_stops_cuts_no_answer()
    {
        await using var upstream = new ScriptedUpstream();
        var goOn = new TaskCompletionSource();
        upstream.OnNext(async r =>
        {
            await goOn.Task;
            await r.AnswerJsonAsync(ChatText.Answer);
        });
        await using var router = new RouterProcess(RouterConfigText.Of(upstream.BaseUrl, "chat"));
        await router.StartAsync();
        using var caller = new RouterClient(router.Address, RouterProcess.CallerToken);
        var asking = caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(ChatText.Request));
        await upstream.RequestAsync();

        var stopping = router.StopAsync();
        await DrainingAsync(router);
        router.HangUp();
        goOn.SetResult();

        using var answer = await asking;
        answer.IsSuccessStatusCode.Should().BeTrue();
        (await stopping).Should().BeTrue();
    }

    [UnixFact]
    public async Task A_hang_up_while_the_router_starts_does_not_end_it()
    {
        await using var upstream = new ScriptedUpstream();
        await using var router = new RouterProcess(RouterConfigText.Of(upstream.BaseUrl, "chat"));
        await router.StartAsync();
        (await router.StopAsync()).Should().BeTrue();
        using var busy = new SqliteDatabase(router.LedgerFile).OpenWriter();
        var held = Held(busy);
        var starting = router.StartAsync();
        await HoldingAsync(router);

        router.HangUp();
        await held.DisposeAsync();

        await starting;
        (await router.StopAsync()).Should().BeTrue();
    }

    private static SqliteTransaction Held(SqliteConnection ledger) => ledger.BeginTransaction(deferred: false);

    /// <summary>Until the router has the ledger's lock, and so waits for its database.</summary>
    private static async Task HoldingAsync(RouterProcess router)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (!(await File.ReadAllTextAsync(router.LedgerFile + ".lock.holder", limit.Token)).Contains($"process {router.Id} ", StringComparison.Ordinal))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task DrainingAsync(RouterProcess router)
    {
        using var probe = new RouterClient(router.Address, RouterProcess.CallerToken);
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            using var ready = await probe.GetAsync(new Uri("/readyz", UriKind.Relative), limit.Token);
            if ((await ready.Content.ReadAsStringAsync(limit.Token)).Contains("draining", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(10, limit.Token);
        }
    }

    /// <summary>The newest revision, once there is one after <paramref name="known"/>.</summary>
    private static async Task<(int Revision, string By)> AfterAsync(RouterClient admin, int known)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            using var json = JsonDocument.Parse(await admin.GetStringAsync(new Uri("/admin/config/revisions", UriKind.Relative)));
            var newest = json.RootElement.GetProperty("revisions")[0];
            var revision = newest.GetProperty("revision").GetInt32();
            if (revision > known)
            {
                return (revision, newest.GetProperty("by").GetString()!);
            }

            await Task.Delay(10, limit.Token);
        }
    }
}
