// The memory that one request's body takes of what all bodies may take.
namespace Router.Relay;

/// <summary>Grows with the body and gives all back at the request's end. Used by one request only.</summary>
internal sealed class BodyHold(ServiceState service, long most) : IDisposable
{
    private long _held;

    /// <summary>Makes the hold <paramref name="bytes"/> when it is less; false when there is no room for that.</summary>
    internal bool TryGrowTo(long bytes)
    {
        var more = bytes - _held;
        if (more > 0 && !service.TryBuffer(more, most))
        {
            return false;
        }

        _held += Math.Max(more, 0);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        service.Unbuffer(_held);
        _held = 0;
    }
}
