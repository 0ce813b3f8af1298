// The times of a stretch of load at a fixed rate.
namespace Router.Tests.Benchmarks;

/// <param name="sorted">Milliseconds, ascending.</param>
internal sealed class Latencies(double[] sorted, long failed)
{
    public int Count => sorted.Length;

    public long Failed => failed;

    public double Median => At(0.5);

    public double P99 => At(0.99);

    private double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
}
