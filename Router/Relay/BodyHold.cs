// The memory that one body takes of what all bodies may take.
namespace Router.Relay;

/// <summary>Grows with the body of a request or an answer and gives all back at its end. Used by one request only.</summary>
internal sealed class BodyHold(ServiceState service, long most) : IDisposable
{
    private long _held;

    /// <summary>True once there was no room.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>A hold of its own for the answer to the same request.</summary>
    internal BodyHold ForAnswer() => new(service, most);

    /// <summary>Makes the hold <paramref name="bytes"/> when it is less; false when there is no room for that.</summary>
    internal bool TryGrowTo(long bytes)
    {
        var more = bytes - _held;
        if (more > 0 && !service.TryBuffer(more, most))
        {
            IsRefused = true;
            return false;
        }

        _held += Math.Max(more, 0);
        return true;
    }

    /// <summary>Makes the hold <paramref name="bytes"/>, more or less than it is; false when there is no room for that.</summary>
    internal bool TrySet(long bytes)
    {
        if (bytes < _held)
        {
            service.Unbuffer(_held - bytes);
            _held = bytes;
        }

        return TryGrowTo(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => TrySet(0);
}
