// Whether the process takes new requests, and how many it is serving.
namespace Router.Relay;

/// <summary>Draining and the count of requests in flight; one for the process.</summary>
internal sealed class ServiceState
{
    /// <summary>The most requests in flight; each may hold a body in memory.</summary>
    internal const int MaxInFlight = 16_384;

    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private volatile bool _draining;

    /// <summary>True once a stop was asked for: running requests finish, new ones are refused.</summary>
    internal bool Draining => _draining;

    /// <summary>Requests being served.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Refuses new requests from now on; ends when none is in flight, at the latest after <paramref name="limit"/>.</summary>
    internal async Task DrainAsync(TimeSpan limit, TimeProvider time)
    {
        _draining = true;
        if (InFlight > 0 && limit > TimeSpan.Zero)
        {
            await Task.WhenAny(_idle.Task, Task.Delay(limit, time)).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a place; false when there is none.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= MaxInFlight)
        {
            return true;
        }

        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    /// <summary>Gives the place back.</summary>
    internal void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0 && _draining)
        {
            _idle.TrySetResult();
        }
    }
}
