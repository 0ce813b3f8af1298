// How long something takes where nothing disturbs it.
using System.Diagnostics;

namespace Router.Tests.Support;

internal static class Shortest
{
    /// <summary>The shortest of several runs: a busy machine makes a run longer, never shorter.</summary>
    public static TimeSpan Of(int runs, Action run)
    {
        var shortest = TimeSpan.MaxValue;
        for (var done = 0; done < runs; done++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            var took = Stopwatch.GetElapsedTime(start);
            shortest = took < shortest ? took : shortest;
        }

        return shortest;
    }
}
