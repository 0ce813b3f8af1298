// A clock that moves when a test says so, and tells when something waits on it.
using System.Threading.Channels;
using Router.Tests.Support;

namespace Router.Tests.Simulator;

internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private readonly Channel<TimeSpan> _begun = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var waiter = new Waiter(() => callback(state), GetUtcNow() + dueTime);
        lock (_lock)
        {
            _waiters.Add(waiter);
        }

        _begun.Writer.TryWrite(dueTime);
        return waiter;
    }

    /// <summary>The length of the next wait that begins; a wait that never begins fails the test.</summary>
    internal Task<TimeSpan> NextWait() => _begun.Reader.ReadAsync().AsTask().Within();

    internal void Advance(TimeSpan by)
    {
        List<Waiter> due;
        lock (_lock)
        {
            _now += by;
            due = _waiters.FindAll(waiter => waiter.Due <= _now);
            _waiters.RemoveAll(due.Contains);
        }

        due.ForEach(waiter => waiter.Fire());
    }

    private sealed class Waiter(Action fire, DateTimeOffset due) : ITimer
    {
        private bool _disposed;

        internal DateTimeOffset Due => due;

        internal void Fire()
        {
            if (!_disposed)
            {
                fire();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => !_disposed;

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
