// What something allocates where nothing disturbs it.
namespace Router.Tests.Support;

internal static class Allocated
{
    /// <summary>
    /// Bytes that the run with the fewest of several allocates on this thread: while the runtime compiles the code anew, or gives pooled
    /// memory back, a run may cost more, and never less.
    /// </summary>
    public static long Least(Action run)
    {
        var least = long.MaxValue;
        for (var done = 0; done < 5; done++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
