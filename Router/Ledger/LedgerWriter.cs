// The thread that writes settled requests to the database.
using Microsoft.Data.Sqlite;

namespace Router.Ledger;

/// <summary>
/// The only writer of <c>usage</c> and <c>attempts</c>. It gathers what arrives within some milliseconds into one
/// transaction (an index page is then written once for many rows), and keeps trying for ever when the database is busy, full or broken:
/// what waits is bounded by the journal's slots, and each of those requests lies in the journal too.
/// <para>
/// A row that the database refuses for itself must not hold up the others: its batch is written singly, and the row is set aside with
/// an error in the log. It keeps its journal slot, so that the next start tries it again (see <see cref="LedgerRecovery"/>).
/// </para>
/// </summary>
internal sealed class LedgerWriter : IDisposable
{
    /// <summary>Another process holds the database.</summary>
    internal const string Busy = "database_busy";

    private const int MaxBatch = 512;
    private const int TriesWhenStopping = 3;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Func<SqliteConnection> _connect;
    private readonly Action<int> _release;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly Queue<LedgerEntry> _queue = new();
    private readonly List<(long Upto, TaskCompletionSource Done)> _flushes = [];
    private readonly LedgerEntry[] _batch = new LedgerEntry[MaxBatch];
    private readonly Thread _thread;
    private LedgerSession? _session;
    private long _enqueued;
    private long _written;
    private long _rows;
    private bool _idle;
    private bool _stopping;
    private int? _single;
    private volatile string? _trouble;

    /// <param name="connect">Opens a writer's connection to the migrated ledger; called again after a failure.</param>
    /// <param name="release">Told the journal slots of each request whose row is committed.</param>
    internal LedgerWriter(Func<SqliteConnection> connect, Action<int> release, TimeProvider time, ILogger logger)
    {
        (_connect, _release, _time, _logger) = (connect, release, time, logger);
        _thread = new Thread(Run) { Name = "ledger writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Settled requests that wait for the database.</summary>
    internal int QueueLength => (int)(Volatile.Read(ref _enqueued) - Volatile.Read(ref _written));

    /// <summary>Rows committed since the start.</summary>
    internal long RowsWritten => Volatile.Read(ref _rows);

    /// <summary>Why the database cannot be written (<see cref="Busy"/>, <c>database_full</c>, <c>database_error</c>); null when it can.</summary>
    internal string? Trouble => _trouble;

    internal void Enqueue(in LedgerEntry entry)
    {
        lock (_gate)
        {
            _queue.Enqueue(entry);
            _enqueued++;
            if (_idle)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Ends when everything enqueued before the call is committed; fails when the writer stops first.</summary>
    internal Task Flush()
    {
        lock (_gate)
        {
            if (_written == _enqueued)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((_enqueued, done));
            Monitor.PulseAll(_gate);
            return done.Task;
        }
    }

    /// <summary>Writes what waits, empties the write-ahead log and ends the thread. Gives up after a few tries when the database refuses.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void Run()
    {
        while (Take() is var count and > 0)
        {
            if (!Write(count))
            {
                Log.StoppedWithRowsWaiting(_logger, QueueLength);
                break;
            }
        }

        Close();
        lock (_gate)
        {
            foreach (var (_, done) in _flushes)
            {
                done.TrySetException(new IOException("The ledger stopped before the rows were in the database."));
            }

            _flushes.Clear();
        }
    }

    /// <summary>Waits for entries and takes them; 0 when there are none and the writer stops.</summary>
    private int Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0 && !_stopping)
            {
                _idle = true;
                Monitor.Wait(_gate);
            }

            _idle = false;
            if (_queue.Count < MaxBatch && !_stopping && _flushes.Count == 0)
            {
                Monitor.Wait(_gate, Gather);
            }

            var count = 0;
            while (count < MaxBatch && _queue.TryDequeue(out var entry))
            {
                _batch[count++] = entry;
            }

            return count;
        }
    }

    private bool Write(int count)
    {
        var pause = FirstPause;
        _single = null;
        for (var tries = 1; !TryWrite(count, again: tries > 1); tries++)
        {
            if (!Pause(pause, tries))
            {
                return false;
            }

            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }

        for (var i = 0; i < count; i++)
        {
            if (_batch[i].Slot is { } slot)
            {
                _release(slot);
            }

            if (_batch[i].StoredIdSlot is { } idSlot)
            {
                _release(idSlot);
            }
        }

        _batch.AsSpan(0, count).Clear();
        lock (_gate)
        {
            _written += count;
            CompleteFlushes();
        }

        return true;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design", "CA1031", Justification = "Whatever fails, the rows must wait for the next try; a dead thread would lose the ledger.")]
    private bool TryWrite(int count, bool again)
    {
        try
        {
            _session ??= new LedgerSession(_connect());
            if (_single is null)
            {
                _rows += _session.Append(_batch.AsSpan(0, count), mayExist: again, again ? Skipped : null);
            }
            else
            {
                WriteSingly(count);
            }

            if (_trouble is not null)
            {
                _trouble = null;
                Log.DatabaseWritable(_logger);
            }

            return true;
        }
        catch (Exception exception) when (_single is null && RowRefusal.Is(exception))
        {
            DropSession();
            _single = 0;
            return TryWrite(count, again: true);
        }
        catch (Exception exception)
        {
            var trouble = exception is SqliteException { SqliteErrorCode: var code } ? Word(code) : "database_error";
            if (_trouble != trouble)
            {
                Log.DatabaseUnwritable(_logger, trouble, exception.Message, QueueLength);
            }

            _trouble = trouble;
            DropSession();
            return false;
        }
    }

    /// <summary>Goes on where an earlier try stopped.</summary>
    private void WriteSingly(int count)
    {
        for (var at = _single ?? 0; at < count; _single = ++at)
        {
            try
            {
                _session ??= new LedgerSession(_connect());
                _rows += _session.Append(_batch.AsSpan(at, 1), mayExist: true, Skipped);
            }
            catch (Exception exception) when (RowRefusal.Is(exception))
            {
                DropSession();
                Log.RowSetAside(_logger, _batch[at].Request.RequestId, RowRefusal.Word(exception));
                _batch[at] = _batch[at] with { Slot = null, StoredIdSlot = null };
            }
        }
    }

    private void DropSession()
    {
        _session?.Dispose();
        _session = null;
    }

    private static string Word(int code) => code switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => Busy,
        SQLitePCL.raw.SQLITE_FULL => "database_full",
        _ => "database_error",
    };

    private void Skipped(string requestId) => Log.RowExists(_logger, requestId);

    /// <summary>Waits before the next try; false when the writer stops and has tried enough.</summary>
    private bool Pause(TimeSpan pause, int tries)
    {
        var over = false;
        using var timer = _time.CreateTimer(
            _ =>
            {
                lock (_gate)
                {
                    over = true;
                    Monitor.PulseAll(_gate);
                }
            },
            null,
            pause,
            Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            while (!over && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            return !_stopping || tries < TriesWhenStopping;
        }
    }

    private void CompleteFlushes()
    {
        for (var i = _flushes.Count - 1; i >= 0; i--)
        {
            if (_flushes[i].Upto <= _written)
            {
                _flushes[i].Done.TrySetResult();
                _flushes.RemoveAt(i);
            }
        }
    }

    private void Close()
    {
        try
        {
            _session?.TruncateLog();
        }
        catch (SqliteException)
        {
            // A reader keeps the log from being emptied; the next start goes on with it.
        }
        finally
        {
            _session?.Dispose();
        }
    }
}
