// The licence's own clock.
namespace Router.Licensing;

/// <summary>
/// Wall time that never goes back while the process lives: a clock that is set back goes on from where it was, by the monotonic clock, so
/// that windows slide and licences end as if nothing had happened. The mark is the highest time ever seen, also by earlier processes.
/// </summary>
internal sealed class LicenseWatch(TimeProvider time, long mark)
{
    private readonly Lock _gate = new();
    private long _seenMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private long _seenAt = time.GetTimestamp();
    private long _mark = mark;

    /// <summary>Seconds since 1970 by the machine's clock, which may be wrong.</summary>
    internal long Wall => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The highest time ever seen, in Unix seconds.</summary>
    internal long Mark => Volatile.Read(ref _mark);

    /// <summary>Unix milliseconds that never go back.</summary>
    internal long NowMs
    {
        get
        {
            lock (_gate)
            {
                var steady = _seenMs + (long)time.GetElapsedTime(_seenAt).TotalMilliseconds;
                _seenMs = Math.Max(steady, time.GetUtcNow().ToUnixTimeMilliseconds());
                _seenAt = time.GetTimestamp();
                return _seenMs;
            }
        }
    }

    /// <summary>Raises the mark to the machine's time, unless that is behind it.</summary>
    internal void Tick() => Volatile.Write(ref _mark, Math.Max(Mark, Wall));

    /// <summary>Sets the mark, also back: a licence vouches for the time.</summary>
    internal void SetMark(long mark) => Volatile.Write(ref _mark, mark);
}
