// What a stretch of load came to.
namespace Router.Tests.Benchmarks;

/// <param name="Failed">Answers that were not 200, and connections that broke.</param>
/// <param name="CpuMicroseconds">CPU time of the measured process for one request; NaN when none was measured.</param>
internal sealed record LoadResult(long Requests, long Events, long Failed, TimeSpan Elapsed, double CpuMicroseconds)
{
    public double RequestsPerSecond => Requests / Elapsed.TotalSeconds;

    public double EventsPerSecond => Events / Elapsed.TotalSeconds;
}
