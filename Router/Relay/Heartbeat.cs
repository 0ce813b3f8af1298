// Keeps a silent stream alive towards the caller.

namespace Router.Relay;

/// <summary>
/// Calls back after each <see cref="Interval"/> of silence towards the caller. Writes only note the time; the timer looks at it when it
/// fires, so a write costs no timer operation.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    /// <summary>The silence after which a heartbeat goes out (mapping 4.4).</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _time;
    private readonly Func<Task> _beat;
    private readonly ITimer _timer;
    private long _lastWrite;

    /// <summary>Starts waiting for silence.</summary>
    internal Heartbeat(TimeProvider time, Func<Task> beat)
    {
        _time = time;
        _beat = beat;
        _lastWrite = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((Heartbeat)state!).Fire(), this, Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something was written.</summary>
    internal void Touch() => Volatile.Write(ref _lastWrite, _time.GetTimestamp());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Fire()
    {
        var left = Interval - _time.GetElapsedTime(Volatile.Read(ref _lastWrite));
        if (left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }

        _ = BeatAsync();
    }

    private async Task BeatAsync()
    {
        await _beat().ConfigureAwait(false);
        Touch();
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }
}
