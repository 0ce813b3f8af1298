// One kind of request: who asks in which dialect, for what answer, with how large a body.
using Router.Inference;

namespace Router.Tests.Benchmarks;

/// <param name="Client">The dialect that the load speaks.</param>
/// <param name="Upstream">The dialect of the router's provider: another than <paramref name="Client"/> makes the router translate.</param>
/// <param name="BodyBytes">The exact length of the request's body.</param>
internal sealed record BenchLoad(Dialect Client, Dialect Upstream, MockAnswer Answer, int BodyBytes = BenchLoad.SmallBody)
{
    public const int SmallBody = 1_000;

    /// <summary>The three sizes that figures are taken of: a question, a conversation, an agent's long session.</summary>
    public static IReadOnlyList<(string Name, int Bytes)> Sizes { get; } = [("1 kB", SmallBody), ("100 kB", 100_000), ("1 MB", 1_000_000)];

    /// <summary>Caller and provider speak the same dialect.</summary>
    public static BenchLoad Same(Dialect dialect, MockAnswer answer, int bodyBytes = SmallBody) => new(dialect, dialect, answer, bodyBytes);
}
