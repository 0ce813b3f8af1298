// A clock that moves only when a test moves it; timers fire inside Advance, in the order they fall due.
namespace Router.Tests.Support;

/// <summary>
/// A whole <see cref="TimeProvider"/>: wall clock, monotonic timestamps (one tick is 100 ns) and timers. Safe to use
/// from several threads; callbacks run on the thread that calls <see cref="Advance"/>, outside the lock.
/// </summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    /// <summary>Between the steps of <see cref="AdvanceUntilAsync"/>, so that others come to their work.</summary>
    private static readonly TimeSpan RealPause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<(TimeSpan DueIn, TaskCompletionSource Seen)> _watches = [];
    private TimeSpan _elapsed;
    private TimeSpan _wallShift;

    /// <summary>Starts at 2026-11-02 09:00 UTC, a Monday away from every turn of month and year.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers wait to fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return start + _elapsed + _wallShift;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time on, and fires each timer that falls due on the way with the clock at its due time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan target;
        lock (_gate)
        {
            target = _elapsed + by;
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            // A callback, or another thread, may have moved the clock further already; it never goes back.
            _elapsed = _elapsed > target ? _elapsed : target;
        }
    }

    /// <summary>Moves the wall clock alone, as a correction of the machine's clock does; no timer notices.</summary>
    public void JumpWallClock(TimeSpan by)
    {
        lock (_gate)
        {
            _wallShift += by;
        }
    }

    /// <summary>True while a timer is armed that falls due in exactly <paramref name="dueIn"/>.</summary>
    public bool IsArmed(TimeSpan dueIn)
    {
        lock (_gate)
        {
            return _armed.Exists(timer => timer.Due - _elapsed == dueIn);
        }
    }

    /// <summary>
    /// Completes as soon as a timer that falls due in exactly <paramref name="dueIn"/> is armed (or is already), so that
    /// a test moves the clock only once the code under test waits for it.
    /// </summary>
    public Task WhenArmedAsync(TimeSpan dueIn)
    {
        lock (_gate)
        {
            if (IsArmed(dueIn))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watches.Add((dueIn, seen));
            return seen.Task.Within();
        }
    }

    /// <summary>
    /// Moves the clock on, step by step, until <paramref name="waiting"/> ends: for code that may not have come to its own wait yet, which
    /// nobody can see from outside. No other limit may be near that would end it too.
    /// </summary>
    public async Task AdvanceUntilAsync(Task waiting, TimeSpan step)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            Advance(step);
        }
        while (await Task.WhenAny(waiting, Task.Delay(RealPause, CancellationToken.None)) != waiting);

        await waiting;
    }

    private ManualTimer? TakeDue(TimeSpan target)
    {
        lock (_gate)
        {
            var next = _armed.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            if (next is null)
            {
                return null;
            }

            _elapsed = _elapsed > next.Due ? _elapsed : next.Due;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                _armed.Remove(next);
            }

            return next;
        }
    }

    private bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (timer.Disposed)
            {
                return false;
            }

            _armed.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _elapsed + dueTime;
                timer.Period = period;
                _armed.Add(timer);
                foreach (var watch in _watches.Where(watch => watch.DueIn == dueTime))
                {
                    watch.Seen.TrySetResult();
                }
            }
        }

        if (dueTime == TimeSpan.Zero)
        {
            Advance(TimeSpan.Zero);
        }

        return true;
    }

    private void Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            timer.Disposed = true;
            _armed.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, Action fire) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; set; }

        public bool Disposed { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Arm(this, dueTime, period);

        public void Dispose() => clock.Disarm(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
