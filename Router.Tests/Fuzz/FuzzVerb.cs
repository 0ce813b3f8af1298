// The verb `fuzz`: damaged event streams against the framer and the readers of the dialects, for as many executions as are asked for.
using System.Diagnostics;
using Router.Tests.Conformance;
using Router.Tests.Verbs;

namespace Router.Tests.Fuzz;

internal static class FuzzVerb
{
    private const int Default = 100_000;

    /// <summary>An execution that takes longer than this hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        if (arguments.Words.Count > 1)
        {
            throw new UsageException("fuzz takes at most one folder of recordings");
        }

        var executions = arguments.Number("--executions", Default);
        var seed = arguments.Number("--seed", 1, least: 0);
        byte[][] recorded = arguments.Words is [var folder]
            ? [.. RecordingFolder.Read(folder).Where(recording => recording.Stream).Select(recording => recording.Body)]
            : [];
        var run = new FuzzRun([.. StreamMutator.MadeUp, .. recorded], seed);
        var since = Stopwatch.GetTimestamp();
        if (await FaultAsync(run, executions, cancellation) is { } fault)
        {
            Console.WriteLine($"failed: seed {seed}, execution {run.Number}: {fault}");
            Console.WriteLine($"input: {Convert.ToHexStringLower(run.InputOf(run.Number))}");
            Console.WriteLine($"{run.Number} passed, 1 failed");
            return 1;
        }

        Console.WriteLine(
            $"streams of events, {recorded.Length} of them recorded: {executions} executions in {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s (seed {seed})");
        Console.WriteLine($"{executions} passed, 0 failed");
        return 0;
    }

    private static async Task<string?> FaultAsync(FuzzRun run, int executions, CancellationToken cancellation)
    {
        var running = Task.Run(() => run.Run(executions, cancellation), cancellation);
        while (!running.IsCompleted)
        {
            var before = run.Number;
            await Task.WhenAny(running, Task.Delay(Longest, cancellation));
            if (!running.IsCompleted && run.Number == before)
            {
                return $"no end within {Longest.TotalSeconds} s";
            }
        }

        return await running;
    }
}
