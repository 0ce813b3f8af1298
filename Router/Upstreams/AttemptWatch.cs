// The clock of one attempt: one timer, one cancellation, and the name of the limit that passed.
using Router.Configuration;

namespace Router.Upstreams;

/// <summary>
/// Cancels an attempt when one of its limits passes or the caller leaves. Reads only note the time; the timer looks at it when it fires
/// and arms itself anew, so a read costs no timer operation.
/// </summary>
internal sealed class AttemptWatch : IDisposable
{
    private readonly TimeProvider _time;
    private readonly UpstreamTimeouts _timeouts;
    private readonly bool _stream;
    private readonly long _started;
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenRegistration _caller;
    private readonly CancellationTokenRegistration _stopping;
    private readonly ITimer _timer;
    private long _lastRead;
    private long _ended;
    private volatile bool _reading;
    private volatile bool _content;
    private volatile bool _endSeen;
    private volatile bool _closing;
    private volatile bool _refused;
    private volatile bool _done;

    /// <summary>After the end event an upstream gets this long to close its answer, so that the connection can be used again.</summary>
    private static readonly TimeSpan EndGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>The body of an error gets this long: its status says nearly all, and others may be waiting to be tried.</summary>
    private static readonly TimeSpan RefusalGrace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan QuietFrom = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts the clock.</summary>
    /// <param name="stream">True when <c>first_byte</c> and <c>idle</c> bind.</param>
    /// <param name="caller">Fires when the caller leaves.</param>
    /// <param name="stopping">Fires when running requests may run no longer.</param>
    internal AttemptWatch(TimeProvider time, UpstreamTimeouts timeouts, bool stream, CancellationToken caller, CancellationToken stopping = default)
    {
        _time = time;
        _timeouts = timeouts;
        _stream = stream;
        _started = _lastRead = time.GetTimestamp();
        _caller = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _cancel);

        _stopping = stopping.UnsafeRegister(static state => ((AttemptWatch)state!).End(UpstreamFaultKind.Stopping), this);

        // Armed only once the field holds it: a timer that fires at once arms itself anew through the field.
        _timer = time.CreateTimer(static state => ((AttemptWatch)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (Next() is { } due)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Fires when a limit passed or the caller left.</summary>
    internal CancellationToken Token => _cancel.Token;

    /// <summary>The limit that passed, be it the router's own end; or null.</summary>
    internal UpstreamFaultKind? Expired { get; private set; }

    /// <summary>True once the transport began to take the request: from then on the upstream may have acted on it.</summary>
    internal bool Sent { get; set; }

    /// <summary>Milliseconds since the attempt began.</summary>
    internal double ElapsedMs => _time.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>
    /// A read begins: silence counts from here. While nobody reads (a slow caller holds the stream up), it does not. Of an answer that is one
    /// body it does not count at all.
    /// </summary>
    internal void BeginRead()
    {
        if (!_stream)
        {
            return;
        }

        Volatile.Write(ref _lastRead, _time.GetTimestamp());
        _reading = true;
        if (_endSeen)
        {
            AwaitClose();
        }
    }

    /// <summary>The read ended.</summary>
    internal void EndRead()
    {
        if (!_stream)
        {
            return;
        }

        _reading = false;
        Quiet = _time.GetElapsedTime(_lastRead) >= QuietFrom;
    }

    /// <summary>The last read waited long, as the next one may: a stream of a slow model spends its life in such waits.</summary>
    internal bool Quiet { get; private set; }

    /// <summary>The first content arrived: <c>first_byte</c> no longer binds.</summary>
    internal void ContentSeen() => _content = true;

    /// <summary>
    /// The answer's end event arrived: what follows is a courtesy to the connection. Its short limit counts from the next read, so that a
    /// slow caller who is still taking the answer does not use it up.
    /// </summary>
    internal void SeeEnd()
    {
        _endSeen = true;
        if (_reading)
        {
            AwaitClose();
        }
    }

    /// <summary>The head of the answer is that of an error: what is left of it may take a few seconds, with a stream and without.</summary>
    internal void SeeRefusal()
    {
        Volatile.Write(ref _ended, _time.GetTimestamp());
        _refused = true;
        var due = Next() ?? RefusalGrace;
        _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _done = true;
        _timer.Dispose();
        _caller.Dispose();
        _stopping.Dispose();

        // The source itself holds no handle unless somebody asked for one; leaving it to the collector makes a late timer harmless.
    }

    private void AwaitClose()
    {
        if (!_closing)
        {
            Volatile.Write(ref _ended, _time.GetTimestamp());
            _closing = true;
            _timer.Change(EndGrace, Timeout.InfiniteTimeSpan);
        }
    }

    private void Fire()
    {
        bool closing, refused;
        do
        {
            // Whoever shortens the wait while it is worked out here may arm the timer before this does: then it is worked out again.
            (closing, refused) = (_closing, _refused);
            if (_done || Next() is not { } due)
            {
                return;
            }

            if (due <= TimeSpan.Zero)
            {
                End(Passed());
                return;
            }

            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        while (closing != _closing || refused != _refused);
    }

    private void End(UpstreamFaultKind why)
    {
        Expired ??= why;
        _cancel.Cancel();
    }

    /// <summary>Time until the nearest limit; zero or less when one passed; null when none binds.</summary>
    private TimeSpan? Next()
    {
        TimeSpan? nearest = null;
        Nearer(ref nearest, _timeouts.Total, _started);
        if (_refused)
        {
            Nearer(ref nearest, RefusalGrace, Volatile.Read(ref _ended));
        }

        if (_endSeen)
        {
            if (_closing)
            {
                Nearer(ref nearest, EndGrace, Volatile.Read(ref _ended));
            }
        }
        else if (_stream)
        {
            if (!_content)
            {
                Nearer(ref nearest, _timeouts.FirstByte, _started);
            }

            // While nobody reads, look again after one idle time.
            Nearer(ref nearest, _timeouts.Idle, _reading ? Volatile.Read(ref _lastRead) : _time.GetTimestamp());
        }

        return nearest is { } value && value > TimeSpan.Zero && value < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : nearest;
    }

    private UpstreamFaultKind Passed()
    {
        if (IsOver(_timeouts.Total, _started))
        {
            return UpstreamFaultKind.TotalTimeout;
        }

        return _stream && !_content && IsOver(_timeouts.FirstByte, _started) ? UpstreamFaultKind.FirstByteTimeout : UpstreamFaultKind.IdleTimeout;
    }

    private bool IsOver(TimeSpan limit, long since) => limit > TimeSpan.Zero && _time.GetElapsedTime(since) >= limit;

    private void Nearer(ref TimeSpan? nearest, TimeSpan limit, long since)
    {
        if (limit > TimeSpan.Zero)
        {
            var left = limit - _time.GetElapsedTime(since);
            nearest = nearest is { } other && other < left ? other : left;
        }
    }
}
