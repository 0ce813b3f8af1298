// What open slow streams cost the process that relays them.
namespace Router.Tests.Benchmarks;

/// <param name="ResidentBytes">Growth of the resident memory for each stream: the median of the samples.</param>
/// <param name="HeapBytes">The same of the managed heap, garbage included; NaN when the process does not tell.</param>
/// <param name="CpuMicroseconds">CPU time for each event.</param>
/// <param name="EventsPerSecond">On each stream: about one, or the process did not keep up.</param>
internal sealed record SlowFigures(double ResidentBytes, double HeapBytes, double CpuMicroseconds, double EventsPerSecond)
{
    /// <summary>Not measured.</summary>
    public static SlowFigures None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);
}
