// A licence with volume limits under kills: what was held is settled, and the limit holds across them.
using System.Collections.Concurrent;
using FluentAssertions;
using Router.Tests.Benchmarks;
using Router.Tests.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.KillLoop;

public sealed class LicensedKillTests
{
    private const int Kills = 3;
    private const int MostRequests = 400;
    private const int BetweenKills = 60;
    private const int Connections = 8;

    [Fact]
    public async Task Requests_that_a_kill_interrupted_count_once_and_none_passes_the_limit()
    {
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using var upstream = new MockUpstream(new MockAnswers(events: 40), id => seen.AddOrUpdate(id, 1, (_, times) => times + 1));
        using var licence = new LicensedFolder(claims => claims["limits"] = KillLoad.Limits(MostRequests));
        await using var router = new RouterProcess(licence.Configure(RouterConfigText.Of($"http://127.0.0.1:{upstream.Port}", "g")));
        using var load = new KillLoad(router.Address, Connections);
        using var stopping = new CancellationTokenSource();
        var loading = load.RunAsync(stopping.Token);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await router.StartAsync();
            await UntilAsync(() => seen.Count >= kill * BetweenKills, router);
            await router.KillAsync();
        }

        await router.StartAsync();
        var refused = load.Refused;
        await UntilAsync(() => load.Refused > refused + Connections, router);
        await stopping.CancelAsync();
        await loading;
        (await router.StopAsync()).Should().BeTrue(router.Log);

        await using var output = new StringWriter();
        var checks = new KillChecks(output);
        var rows = await LedgerRows.ReadAsync(router.LedgerFile, CancellationToken.None);
        checks.EachSeenHasOneRow(seen, rows);
        checks.NoneTwice(rows);
        checks.EachSeenIsCounted(seen, rows, await router.RunAsync("license", "status", "--json"));
        checks.Verified(await router.RunAsync("verify", "--json"));
        checks.Failed.Should().Be(0, output.ToString());
        rows.Values.Count(row => row.IsCounted).Should().Be(MostRequests, "all that the licence allows was used, and no more");
        rows.Values.Should().Contain(row => row.Outcome == "interrupted", "or the kills showed nothing");
    }

    private static async Task UntilAsync(Func<bool> holds, RouterProcess router)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (!holds())
        {
            if (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException("It did not come to that:" + Environment.NewLine + router.Log);
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
