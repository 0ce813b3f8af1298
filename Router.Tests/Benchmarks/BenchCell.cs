// One kind of request at one target: what a figure is of.
namespace Router.Tests.Benchmarks;

internal sealed class BenchCell(LoadTarget target, BenchLoad load)
{
    public LoadTarget Target => target;

    public BenchLoad Load => load;

    /// <summary>The bytes to send, the same each time.</summary>
    public byte[] Request { get; } = target.Request(load);
}
