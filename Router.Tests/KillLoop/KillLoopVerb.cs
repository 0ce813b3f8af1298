// The verb `killloop`: kills a router under load again and again, then counts what its ledger knows.
using System.Collections.Concurrent;
using System.Diagnostics;
using Router.Tests.Benchmarks;
using Router.Tests.Licensing;
using Router.Tests.Support;
using Router.Tests.Verbs;

namespace Router.Tests.KillLoop;

internal static class KillLoopVerb
{
    private const int Connections = 32;
    private const int RoundsPerLine = 10;
    private const int MostMillisecondsOfLoad = 600;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        if (arguments.Words.Count > 0)
        {
            throw new UsageException("killloop takes no words");
        }

        var rounds = arguments.Number("--rounds", 200);
        var seed = arguments.Number("--seed", 1, least: 0);
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using var upstream = new MockUpstream(new MockAnswers(events: 40), id => seen.AddOrUpdate(id, 1, (_, times) => times + 1));
        using var licence = new LicensedFolder(claims => claims["limits"] = KillLoad.Limits(1_000_000_000));
        await using var router = new RouterProcess(
            licence.Configure(RouterConfigText.Of($"http://127.0.0.1:{upstream.Port}", "g")),
            arguments.Text("--router") is { } file ? RouterBinary.Find(file) : null);
        using var load = new KillLoad(router.Address, Connections);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var loading = load.RunAsync(stopping.Token);
        try
        {
            await KillAsync(router, rounds, new Random(seed), () => $"upstream saw {seen.Values.Sum()}, answered {load.Acknowledged.Count}, broken {load.Broken}", cancellation);
        }
        finally
        {
            await stopping.CancelAsync();
            await router.KillAsync();
            await loading;
        }

        var checks = new KillChecks(Console.Out);
        await router.StartAsync();
        checks.Check(await router.StopAsync(), () => "the router did not stop by itself: " + router.Log);
        var rows = await LedgerRows.ReadAsync(router.LedgerFile, cancellation);
        checks.EachSeenHasOneRow(seen, rows);
        checks.EachAcknowledgedIsCompleted(load.Acknowledged, rows);
        checks.NoneTwice(rows);
        checks.EachSeenIsCounted(seen, rows, await router.RunAsync("license", "status", "--json"));
        checks.Verified(await router.RunAsync("verify", "--json"));
        checks.Check(load.Acknowledged.Count > 0, () => "no request was answered, so nothing was shown");
        Console.WriteLine($"{rounds} kills (seed {seed}); upstream saw {seen.Values.Sum()}, answered {load.Acknowledged.Count}, broken {load.Broken}, refused {load.Refused}, rows {rows.Count}");
        foreach (var outcome in rows.Values.GroupBy(row => row.Outcome, StringComparer.Ordinal).OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"  {outcome.Key}: {outcome.Count()}");
        }

        Console.WriteLine($"{checks.Passed} passed, {checks.Failed} failed");
        return checks.Failed == 0 ? 0 : 1;
    }

    private static async Task KillAsync(RouterProcess router, int rounds, Random random, Func<string> state, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        for (var round = 1; round <= rounds; round++)
        {
            if (random.Next(10) == 0)
            {
                // Now and then the kill falls into the start itself, when the records of the last run are being settled.
                await router.LaunchAsync();
            }
            else
            {
                await router.StartAsync();
            }

            await Task.Delay(random.Next(1, MostMillisecondsOfLoad), cancellation);
            await router.KillAsync();
            if (round % RoundsPerLine == 0)
            {
                Console.WriteLine($"{round} kills in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s: {state()}");
            }
        }
    }
}
