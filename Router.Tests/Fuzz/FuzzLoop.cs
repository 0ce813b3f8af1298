// Runs one check for as many executions as are asked for, and says where it failed.
using System.Diagnostics;

namespace Router.Tests.Fuzz;

/// <summary>Each execution has a generator of its own, so that one that fails can be run alone.</summary>
internal static class FuzzLoop
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="name">What is tried, in words.</param>
    /// <param name="execute">One execution; says what does not hold and for which input, or null.</param>
    /// <returns>True when all held.</returns>
    public static async Task<bool> RunAsync(string name, int executions, int seed, Func<Random, string?> execute, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        var number = 0;
        string? fault = null;
        var work = Task.Factory.StartNew(
            () =>
            {
                for (; number < executions && fault is null && !cancellation.IsCancellationRequested; number += fault is null ? 1 : 0)
                {
                    fault = execute(RandomOf(seed, number));
                }
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var seen = -1; !work.IsCompleted;)
        {
            await Task.WhenAny(work, Task.Delay(Patience, cancellation));
            if (!work.IsCompleted && seen == number)
            {
                fault = "it hangs";
                break;
            }

            seen = number;
        }

        cancellation.ThrowIfCancellationRequested();
        fault ??= work.Exception?.GetBaseException().ToString();
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Console.WriteLine(fault is null
            ? $"{name}: {executions} executions in {seconds:0.0} s, {executions / seconds:0} a second (seed {seed})"
            : $"failed: {name}, seed {seed}, execution {number}: {fault}");
        return fault is null;
    }

    /// <summary>The generator of one execution.</summary>
    public static Random RandomOf(int seed, int number) => new(unchecked((seed * 1_000_003) ^ (number * 7919)));
}
