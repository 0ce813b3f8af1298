// How long and how often each benchmark runs.
namespace Router.Tests.Benchmarks;

internal sealed record BenchPlan(
    TimeSpan WarmUp,
    TimeSpan UnaryRound,
    int UnaryRounds,
    TimeSpan RateRound,
    int RateRounds,
    TimeSpan StreamRound,
    int StreamRounds,
    int Starts)
{
    public const int Connections = 32;

    public const int RequestsPerSecond = 400;

    public const int EventsPerStream = 200;

    /// <summary>Under four minutes in all.</summary>
    public static BenchPlan Full { get; } = new(
        TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5), 5, TimeSpan.FromSeconds(5), 3, TimeSpan.FromSeconds(4), 3, 5);

    /// <summary>Under one minute in all.</summary>
    public static BenchPlan Quick { get; } = new(
        TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.5), 3, TimeSpan.FromSeconds(1.5), 2, TimeSpan.FromSeconds(1), 2, 3);
}
