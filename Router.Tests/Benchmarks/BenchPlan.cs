// How long and how often each benchmark runs.
namespace Router.Tests.Benchmarks;

/// <summary>
/// Rounds are short and many, and go through all cells in turn: what else happens on the machine then hits all of them alike, and the median
/// leaves out the rounds that it hit.
/// </summary>
/// <param name="WarmUp">For each target, dialect and kind of answer.</param>
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

    /// <summary>Where the time to the first text is taken: few enough that no more streams are open at once than there are connections.</summary>
    public const int StreamsPerSecond = 25;

    /// <summary>Under ten minutes in all on a quiet machine, half of them for translation, which has the most cells.</summary>
    public static BenchPlan Full { get; } = new(
        WarmUp: TimeSpan.FromSeconds(2),
        UnaryRound: TimeSpan.FromSeconds(0.6),
        UnaryRounds: 8,
        RateRound: TimeSpan.FromSeconds(1.2),
        RateRounds: 3,
        StreamRound: TimeSpan.FromSeconds(0.6),
        StreamRounds: 5,
        SizeRound: TimeSpan.FromSeconds(0.4),
        SizeRounds: 3,
        SlowStreams: 2_000,
        SlowHold: TimeSpan.FromSeconds(4),
        Starts: 5);

    /// <summary>Under two minutes in all.</summary>
    public static BenchPlan Quick { get; } = new(
        WarmUp: TimeSpan.FromSeconds(0.4),
        UnaryRound: TimeSpan.FromSeconds(0.25),
        UnaryRounds: 3,
        RateRound: TimeSpan.FromSeconds(0.4),
        RateRounds: 2,
        StreamRound: TimeSpan.FromSeconds(0.25),
        StreamRounds: 2,
        SizeRound: TimeSpan.FromSeconds(0.1),
        SizeRounds: 1,
        SlowStreams: 2_000,
        SlowHold: TimeSpan.FromSeconds(1),
        Starts: 2);
}
