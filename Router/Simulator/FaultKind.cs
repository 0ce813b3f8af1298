// What can go wrong on request; each kind has one row in SimulatorFaults.
namespace Router.Simulator;

/// <summary>The behaviour that a model name asks for; <see cref="SimulatorFaults"/> says what each does.</summary>
internal enum FaultKind
{
    None,
    RateLimited,
    QuotaSpent,
    ServerError,
    Unavailable,
    Overloaded,
    BadRequest,
    Unauthorized,
    Slow,
    Silent,
    Cut,
    CutBefore,
    CutFirst,
    Stall,
    Drip,
    Garbage,
    Html,
    Endless,
    ErrorMidstream,
    ErrorFirst,
    Big,
    NoUsage,
    Refusal,
    Filter,
    Length,
}
