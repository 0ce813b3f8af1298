// What one stream takes of the memory that all bodies may take.
namespace Router.Relay;

/// <summary>Nearly every stream keeps a few kilobytes, which are not counted; one with large events, or with much that waits, is.</summary>
internal sealed class StreamHold(Exchange exchange) : IDisposable
{
    private const long Free = 128 * 1024;
    private const long Step = 64 * 1024;

    private BodyHold? _hold;
    private long _held;

    /// <summary>Says what the stream keeps now; the failure when there is no room for it.</summary>
    internal AttemptFailure? Keep(long bytes)
    {
        var wanted = bytes <= Free ? 0 : (bytes + Step - 1) / Step * Step;
        if (wanted == _held)
        {
            return null;
        }

        _held = wanted;
        _hold ??= exchange.BodyHold!.ForAnswer();
        return _hold.TrySet(wanted) ? null : Failures.NoRoom();
    }

    /// <inheritdoc/>
    public void Dispose() => _hold?.Dispose();
}
