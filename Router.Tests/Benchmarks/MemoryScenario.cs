// The memory of a router after load of both kinds, in all dialects.
namespace Router.Tests.Benchmarks;

internal static class MemoryScenario
{
    public const string Name = "memory";

    public static async Task RunAsync(BenchRun run)
    {
        var table = run.Report.Table(Name, "MB");
        if (run.Router is not { } router)
        {
            table.Absent("no router to measure");
            return;
        }

        foreach (var answer in new[] { MockAnswer.Whole, MockAnswer.Each })
        {
            await BenchRun.RoundsAsync(run.Cells([router], answer), 1, cell => run.SaturateAsync(cell, run.Plan.WarmUp));
        }

        table.Below("router, resident", "0", 200, ProcessFigures.ResidentBytes(router.Process) / 1e6);
        table.Add("bare, resident", "0", ProcessFigures.ResidentBytes(run.Bare.Process) / 1e6);
    }
}
