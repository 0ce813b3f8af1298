// How long and how often each benchmark runs.
namespace Router.Tests.Benchmarks;

/// <summary>
/// Rounds are short and many, and go through all cells in turn: what else happens on the machine then hits all of them alike, and the median
/// leaves out the rounds that it hit.
/// </summary>
/// <param name="WarmUp">For each cell, before its first round.</param>
internal sealed record BenchPlan(
    TimeSpan WarmUp,
    TimeSpan UnaryRound,
    int UnaryRounds,
    TimeSpan RateRound,
    int RateRounds,
    TimeSpan StreamRound,
    int StreamRounds,
    TimeSpan SizeRound,
    int SizeRounds,
    int SlowStreams,
    TimeSpan SlowHold,
    int Starts)
{
    public const int Connections = 32;

    public const int RequestsPerSecond = 400;

    public const int EventsPerStream = 200;

    /// <summary>About five minutes in all.</summary>
    public static BenchPlan Full { get; } = new(
        WarmUp: TimeSpan.FromSeconds(1),
        UnaryRound: TimeSpan.FromSeconds(0.7),
        UnaryRounds: 7,
        RateRound: TimeSpan.FromSeconds(1.5),
        RateRounds: 5,
        StreamRound: TimeSpan.FromSeconds(0.7),
        StreamRounds: 5,
        SizeRound: TimeSpan.FromSeconds(0.5),
        SizeRounds: 3,
        SlowStreams: 2_000,
        SlowHold: TimeSpan.FromSeconds(6),
        Starts: 5);

    /// <summary>About one minute in all.</summary>
    public static BenchPlan Quick { get; } = new(
        WarmUp: TimeSpan.FromSeconds(0.3),
        UnaryRound: TimeSpan.FromSeconds(0.3),
        UnaryRounds: 3,
        RateRound: TimeSpan.FromSeconds(0.7),
        RateRounds: 2,
        StreamRound: TimeSpan.FromSeconds(0.3),
        StreamRounds: 3,
        SizeRound: TimeSpan.FromSeconds(0.15),
        SizeRounds: 1,
        SlowStreams: 1_000,
        SlowHold: TimeSpan.FromSeconds(2),
        Starts: 2);
}
