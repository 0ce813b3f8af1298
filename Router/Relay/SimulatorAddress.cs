// Where the built-in simulator listens.
namespace Router.Relay;

/// <summary>Set once at the start, when some provider is simulated.</summary>
internal sealed class SimulatorAddress
{
    /// <summary>The simulator's own loopback address, or null when it does not run.</summary>
    internal Uri? Address { get; set; }
}
