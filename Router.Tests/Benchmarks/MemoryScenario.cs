// The memory of a router after load of both kinds.
namespace Router.Tests.Benchmarks;

internal static class MemoryScenario
{
    public const string Name = "memory";

    public static async Task RunAsync(BenchRun run)
    {
        if (run.Router is not { } router)
        {
            run.Report.Absent(Name, "no router to measure");
            return;
        }

        await run.SaturateAsync(router, router.Request(), run.Plan.WarmUp / 2);
        await run.SaturateAsync(router, router.Request("each"), run.Plan.WarmUp / 2);
        run.Report.Below(Name, "router, resident MB", ProcessFigures.ResidentMegabytes(router.Process), "0", 200);
        run.Report.Add(Name, "bare, resident MB", ProcessFigures.ResidentMegabytes(run.Bare.Process), "0");
    }
}
