// Keeps what a kill would leave of a stream no more than about a second behind what the caller has.
namespace Router.Relay;

/// <summary>
/// The first content is noted at once, then what has come about once a second: by a timer, so that it is noted too when the stream falls
/// silent behind it. For the pump of one stream, which says what came while it holds the caller's gate; the timer takes the same gate.
/// </summary>
/// <param name="note">Notes all that has come so far; called by who holds the gate.</param>
internal sealed class SeenNotes(CallerStream caller, TimeProvider time, Action note) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly Lock _stopping = new();
    private ITimer? _timer;
    private long? _noted;
    private bool _isBehind;
    private bool _stopped;

    /// <summary>Content came. For who holds the gate.</summary>
    internal void Seen()
    {
        if (_isBehind)
        {
            return;
        }

        var left = _noted is { } before ? Between - time.GetElapsedTime(before) : TimeSpan.Zero;
        if (left <= TimeSpan.Zero)
        {
            Note();
            return;
        }

        _isBehind = true;
        _timer ??= time.CreateTimer(static state => ((SeenNotes)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Returns once no note is being made, and none will be.</summary>
    public void Dispose()
    {
        lock (_stopping)
        {
            _stopped = true;
        }

        _timer?.Dispose();
    }

    private void Fire()
    {
        if (!caller.TryEnter())
        {
            // The pump is at work, or the caller is slow.
            _timer!.Change(Between, Timeout.InfiniteTimeSpan);
            return;
        }

        try
        {
            lock (_stopping)
            {
                if (!_stopped)
                {
                    Note();
                }
            }
        }
        finally
        {
            caller.Leave();
        }
    }

    private void Note()
    {
        _isBehind = false;
        _noted = time.GetTimestamp();
        note();
    }
}
