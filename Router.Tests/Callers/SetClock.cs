// A clock that stands until it is set.
namespace Router.Tests.Callers;

/// <summary>Starts at a fixed time and moves only when told to.</summary>
internal sealed class SetClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
