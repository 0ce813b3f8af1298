// The one table of faults that a caller can ask for by model name.
namespace Router.Simulator;

/// <summary>
/// Which model names misbehave, and how. A name asks for a fault when it contains the fault's word; the longest word wins, so that
/// <c>sim-cut-before</c> is not <c>sim-cut</c>. With <see cref="Once"/> behind its word a fault meets only the first call of a client
/// session (else of a body), and the later ones are answered normally. Any other name answers normally.
/// </summary>
internal static class SimulatorFaults
{
    /// <summary>What makes a fault happen once.</summary>
    internal const string Once = "-once";

    /// <summary>Silence before the answer begins under <c>sim-slow</c>.</summary>
    internal static readonly TimeSpan SlowDelay = TimeSpan.FromSeconds(3);

    /// <summary>Silence after the headers under <c>sim-silent</c>.</summary>
    internal static readonly TimeSpan SilentDelay = TimeSpan.FromSeconds(30);

    /// <summary>Time between two bytes under <c>sim-drip</c>.</summary>
    internal static readonly TimeSpan DripDelay = TimeSpan.FromMilliseconds(10);

    /// <summary>Time between two pieces under <c>sim-endless</c>.</summary>
    internal static readonly TimeSpan EndlessDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest life of an answer under <c>sim-endless</c>, should the client never leave.</summary>
    internal static readonly TimeSpan EndlessLimit = TimeSpan.FromHours(1);

    /// <summary>Characters of text under <c>sim-big</c>.</summary>
    internal const int BigLength = 1 << 20;

    /// <summary>Seconds in <c>retry-after</c> of a simulated 429.</summary>
    internal const int RetryAfterSeconds = 2;

    /// <summary>Pieces of content that go out before a fault in the middle of a stream.</summary>
    internal const int PiecesBeforeFault = 2;

    internal static IReadOnlyList<SimulatedFault> All { get; } =
    [
        new("sim-429", FaultKind.RateLimited, "429 with retry-after: 2"),
        new("sim-quota", FaultKind.QuotaSpent, "429 insufficient_quota (billing_error on Messages) with x-should-retry: false"),
        new("sim-500", FaultKind.ServerError, "500"),
        new("sim-503", FaultKind.Unavailable, "503"),
        new("sim-529", FaultKind.Overloaded, "529 overloaded on Messages, 503 on the others"),
        new("sim-400", FaultKind.BadRequest, "400"),
        new("sim-401", FaultKind.Unauthorized, "401"),
        new("sim-slow", FaultKind.Slow, "nothing for 3 s, then a normal answer"),
        new("sim-silent", FaultKind.Silent, "status and headers, nothing for 30 s, then a normal answer"),
        new("sim-cut", FaultKind.Cut, "connection cut in the middle of the answer"),
        new("sim-cut-before", FaultKind.CutBefore, "connection cut before any byte of the answer"),
        new("sim-cut-first", FaultKind.CutFirst, "connection cut after the answer has begun, before any content"),
        new("sim-stall", FaultKind.Stall, "some content, then silence until the client leaves"),
        new("sim-drip", FaultKind.Drip, "a normal answer, one byte every 10 ms"),
        new("sim-garbage", FaultKind.Garbage, "200 with binary noise"),
        new("sim-html", FaultKind.Html, "200 with an HTML page"),
        new("sim-endless", FaultKind.Endless, "an answer that never ends, until the client leaves or an hour has passed"),
        new("sim-error-midstream", FaultKind.ErrorMidstream, "an error inside the stream after some content; 500 when not streaming"),
        new("sim-error-first", FaultKind.ErrorFirst, "an error inside the stream before any content; 500 when not streaming"),
        new("sim-big", FaultKind.Big, "1 MiB of text, whatever the caller's token limit"),
        new("sim-no-usage", FaultKind.NoUsage, "no usage (zeros where the dialect requires it)"),
        new("sim-refusal", FaultKind.Refusal, "the model refuses"),
        new("sim-filter", FaultKind.Filter, "ended by a content filter"),
        new("sim-length", FaultKind.Length, "ended by the token limit"),
    ];

    /// <summary>The fault that <paramref name="model"/> asks for, and whether it is to happen once.</summary>
    internal static (FaultKind Kind, bool Once) Of(string model)
    {
        SimulatedFault? longest = null;
        foreach (var fault in All)
        {
            if (fault.Model.Length > (longest?.Model.Length ?? 0) && model.Contains(fault.Model, StringComparison.Ordinal))
            {
                longest = fault;
            }
        }

        return longest is null
            ? (FaultKind.None, false)
            : (longest.Kind, model.Contains(longest.Model + Once, StringComparison.Ordinal));
    }
}
