// The memory of a router, and of the bare pass-through, after load of both kinds in all dialects.
using Router.Tests.Support;

namespace Router.Tests.Benchmarks;

/// <summary>Each is a process of its own: what another scenario made it keep is that scenario's.</summary>
internal static class MemoryScenario
{
    public const string Name = "memory";

    public static async Task RunAsync(BenchRun run)
    {
        var table = run.Report.Table(Name, "MB");
        if (run.Binary is { } binary)
        {
            await using var router = new RouterProcess(BenchRun.ConfigurationFor(run.Direct.Port), binary);
            await router.StartAsync();
            var target = new LoadTarget("router", router.Address.Port, RouterProcess.CallerToken, router.Id);
            table.Below("router, resident", "0", 200, await MeasureAsync(run, target));
        }

        await using var bare = HiddenVerbs.StartBare(run.Direct.Port);
        table.Add("bare, resident", "0", await MeasureAsync(run, await HiddenVerbs.BareTargetAsync(bare)));
    }

    private static async Task<double> MeasureAsync(BenchRun run, LoadTarget target)
    {
        foreach (var answer in new[] { MockAnswer.Whole, MockAnswer.Each })
        {
            await BenchRun.RoundsAsync(run.Cells([target], answer), 1, cell => run.SaturateAsync(cell, run.Plan.WarmUp));
        }

        return ProcessFigures.ResidentBytes(target.Process) / 1e6;
    }
}
