// A request that was read, or why it could not be.
namespace Router.Simulator;

/// <summary>Exactly one of the two is set.</summary>
internal readonly record struct ReadOutcome(SimulatedRequest? Request, SimulatedError? Error)
{
    public static implicit operator ReadOutcome(SimulatedError error) => new(null, error);

    public static implicit operator ReadOutcome(SimulatedRequest request) => new(request, null);
}
