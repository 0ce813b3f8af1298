// The verb `fuzz`: damaged event streams against the framer, for as many executions as are asked for.
using System.Diagnostics;
using Router.Tests.Verbs;

namespace Router.Tests.Fuzz;

internal static class FuzzVerb
{
    private const int Default = 100_000;

    public static Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        if (arguments.Words.Count > 0)
        {
            throw new UsageException("fuzz takes no words");
        }

        var executions = arguments.Number("--executions", Default);
        var seed = arguments.Number("--seed", 1, least: 0);
        var since = Stopwatch.GetTimestamp();
        for (var number = 0; number < executions; number++)
        {
            cancellation.ThrowIfCancellationRequested();

            // Each execution has a generator of its own, so that one that fails can be run alone.
            var random = new Random(SeedOf(seed, number));
            var stream = StreamMutator.Next(random);
            if (FramerCheck.Fault(stream, random) is { } fault)
            {
                Console.WriteLine($"failed: seed {seed}, execution {number}: {fault}");
                Console.WriteLine($"input: {Convert.ToHexStringLower(stream)}");
                Console.WriteLine($"{number} passed, 1 failed");
                return Task.FromResult(1);
            }
        }

        Console.WriteLine($"framer of event streams: {executions} executions in {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s (seed {seed})");
        Console.WriteLine($"{executions} passed, 0 failed");
        return Task.FromResult(0);
    }

    private static int SeedOf(int seed, int number) => unchecked((seed * 1_000_003) ^ (number * 7919));
}
