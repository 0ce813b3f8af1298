// Whether the process takes new requests, how many it is serving, and how much memory their bodies take.
namespace Router.Relay;

/// <summary>Draining, the requests in flight and the memory of their bodies; one for the process.</summary>
/// <param name="connections">The most connections to providers that may be open at once; each request in flight may need one.</param>
internal sealed class ServiceState(int connections) : IDisposable
{
    /// <summary>The most requests in flight, whatever the connections; each may hold a body in memory.</summary>
    internal const int MaxInFlight = 16_384;

    private readonly int _most = Math.Min(connections, MaxInFlight);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private int _inFlight;
    private long _buffered;
    private volatile bool _draining;

    /// <summary>True once a stop was asked for: running requests finish, new ones are refused.</summary>
    internal bool Draining => _draining;

    /// <summary>Fires when a stop was asked for and running requests have had their time.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Requests being served.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>
    /// Refuses new requests from now on; ends when none is in flight, at the latest after <paramref name="limit"/> (0 means no limit), and
    /// then ends those that still run.
    /// </summary>
    internal async Task DrainAsync(TimeSpan limit, TimeProvider time)
    {
        _draining = true;

        // Or the count below could be read before others see the line above, and who leaves in between would tell nobody.
        Interlocked.MemoryBarrier();
        if (InFlight > 0)
        {
            var most = limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan;
            await Task.WhenAny(_idle.Task, Task.Delay(most, time)).ConfigureAwait(false);
        }

        if (InFlight > 0)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>Takes memory for a request's body; false when that would make more than <paramref name="most"/> in all.</summary>
    internal bool TryBuffer(long bytes, long most)
    {
        if (Interlocked.Add(ref _buffered, bytes) <= most)
        {
            return true;
        }

        Interlocked.Add(ref _buffered, -bytes);
        return false;
    }

    /// <summary>Gives memory of a body back.</summary>
    internal void Unbuffer(long bytes) => Interlocked.Add(ref _buffered, -bytes);

    /// <summary>Takes a place; false when there is none.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= _most)
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
