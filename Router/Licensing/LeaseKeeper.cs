// Keeps this process's lease, when the licence says how many processes may run.
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Router.Licensing;

/// <summary>
/// Takes a lease at the start, renews it every <see cref="RenewEvery"/>, and tries again by itself while it has none. A file that cannot be
/// used refuses nobody as long as the licence sets no number.
/// </summary>
internal sealed class LeaseKeeper : IDisposable
{
    internal static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    /// <summary>While this process has none: one may be given back at any time.</summary>
    internal static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(1);

    private readonly LeaseFile _file;
    private readonly LeaseOwner _owner;
    private readonly string _instance;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseKeeper> _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long? _max;
    private bool _taken;
    private long _renewedAt;
    private bool _warned;
    private bool _disposed;
    private volatile bool _told;

    /// <param name="path"><c>license.lease_path</c>.</param>
    /// <param name="max">The licence's <c>deployment.instances.max</c>; null for any number.</param>
    /// <param name="owner">This process.</param>
    internal LeaseKeeper(string path, long? max, LeaseOwner owner, TimeProvider time, ILogger<LeaseKeeper> logger)
    {
        (_file, _max, _owner, _time, _logger) = (new LeaseFile(path), max, owner, time, logger);
        _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _timer = time.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Renew();
    }

    /// <summary>Raised when <see cref="Holds"/> or <see cref="Live"/> may be another, on the thread that found out.</summary>
    internal event Action? Changed;

    /// <summary>Whether this process may serve. A lease that could not be renewed in its lifetime is another's for the taking.</summary>
    internal bool Holds
    {
        get
        {
            lock (_gate)
            {
                return _max is null || IsGood;
            }
        }
    }

    /// <summary>Processes that hold a lease, by the last look; null when the file cannot be used.</summary>
    internal int? Live { get; private set; }

    private bool IsGood => _taken && _time.GetElapsedTime(_renewedAt) < LeaseFile.Lifetime;

    /// <summary>Takes the number of another licence, and looks at once.</summary>
    internal void SetMax(long? max)
    {
        lock (_gate)
        {
            if (_max == max)
            {
                return;
            }

            _max = max;
        }

        Renew();
    }

    /// <summary>Gives the lease back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _timer.Dispose();
            if (_taken)
            {
                try
                {
                    _file.GiveBack(_instance);
                }
                catch (Exception exception) when (IsOfFile(exception))
                {
                    Log.LeaseFileUnusable(_logger, _file.Path, exception.Message);
                }
            }
        }
    }

    private static bool IsOfFile(Exception exception) => exception is SqliteException or IOException or UnauthorizedAccessException;

    private void Renew()
    {
        bool changed;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var before = (_told, Live);
            Look();
            _told = _max is null || IsGood;
            changed = before != (_told, Live);
            if (before.Item1 != _told && _max is not null)
            {
                Tell(_told);
            }

            _timer.Change(_taken ? RenewEvery : TryEvery, Timeout.InfiniteTimeSpan);
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    private void Look()
    {
        // Before the look: what the file says was renewed then, or later.
        var started = _time.GetTimestamp();
        try
        {
            (_taken, Live) = _file.Renew(_instance, _owner, _max, _time.GetUtcNow().ToUnixTimeMilliseconds());
            _renewedAt = started;
            _warned = false;
        }
#pragma warning disable CA1031 // The timer's own door: other processes write the file too, and whatever they left there must not end this one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _taken = IsGood;
            Live = null;
            if (!_warned)
            {
                _warned = true;
                Log.LeaseFileUnusable(_logger, _file.Path, exception.Message);
            }
        }
    }

    private void Tell(bool holds)
    {
        if (holds)
        {
            Log.LeaseTaken(_logger);
        }
        else if (!_warned)
        {
            // Where the file cannot be used that was said, and nobody knows of others.
            Log.LeaseLost(_logger, _file.Path);
        }
    }
}
