// The one thread that writes rows.
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using SQLitePCL;

namespace Router.Ledger;

/// <summary>
/// Takes settled requests in the order they come, in batches of whatever is there, and gives their journal slots back once the rows are
/// committed. A database that is busy or full is tried again for as long as it takes: the journal bounds what can wait.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Stop disposes them, on the thread that owns them.")]
internal sealed class LedgerWriter
{
    private const int LargestBatch = 512;
    private const int RowsPerCheckpoint = 2000;

    /// <summary>A batch gathers for so long before it is written; under load the next one gathers while this one is written.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly RowInserter _rows;
    private readonly Journal _journal;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<SettledRequest> _queue = new();
    private readonly List<SettledRequest> _batch = new(LargestBatch);
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEventSlim _stop = new(false);
    private volatile TaskCompletionSource? _drained;
    private volatile string? _trouble;
    private long _waiting;
    private long _written;

    /// <summary>Starts the thread.</summary>
    internal LedgerWriter(RowInserter rows, Journal journal, ILogger logger)
    {
        _rows = rows;
        _journal = journal;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "ledger writer" };
        _thread.Start();
    }

    /// <summary>Settled requests that the database does not have yet.</summary>
    internal long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Rows committed since the start.</summary>
    internal long Written => Interlocked.Read(ref _written);

    /// <summary>Why rows cannot be written now, or null.</summary>
    internal string? Trouble => _trouble;

    /// <summary>Takes a settled request; its slot stays taken until the row is committed.</summary>
    internal void Enqueue(SettledRequest settled)
    {
        _queue.Enqueue(settled);
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            _wake.Set();
        }
    }

    /// <summary>Completes when everything that was settled before the call is in the database.</summary>
    internal Task DrainAsync()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _drained = drained;
        _wake.Set();
        return Waiting == 0 ? Task.CompletedTask : drained.Task;
    }

    /// <summary>Writes what waits, for at most <paramref name="limit"/>, and ends the thread. What is left stays in the journal.</summary>
    internal void Stop(TimeSpan limit)
    {
        _stop.Set();
        _wake.Set();
        if (!_thread.Join(limit))
        {
            Log.WriterLeftBehind(_logger, Waiting);
            return;
        }

        _rows.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var sinceCheckpoint = 0;
        while (true)
        {
            if (Waiting == 0)
            {
                _drained?.TrySetResult();
                if (_stop.IsSet)
                {
                    return;
                }

                _wake.WaitOne();
                _stop.Wait(Gather);
            }

            if (!WriteBatch())
            {
                return;
            }

            sinceCheckpoint += _batch.Count;
            if (sinceCheckpoint >= RowsPerCheckpoint)
            {
                sinceCheckpoint = 0;
                _rows.Checkpoint();
            }
        }
    }

    /// <summary>Writes one batch, however often it takes; false when the process stops meanwhile.</summary>
    private bool WriteBatch()
    {
        _batch.Clear();
        while (_batch.Count < LargestBatch && _queue.TryDequeue(out var settled))
        {
            _batch.Add(settled);
        }

        if (_batch.Count == 0)
        {
            return true;
        }

        var pause = FirstPause;
        int code;
        while ((code = _rows.Write(_batch)) != raw.SQLITE_OK)
        {
            if (_trouble is null)
            {
                Log.WriterHeldUp(_logger, code, Waiting);
            }

            _trouble = code == raw.SQLITE_FULL ? "ledger_full" : code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED ? "ledger_busy" : "ledger_failed";
            if (_stop.Wait(pause))
            {
                // One more try, then the journal keeps the rest for the next start.
                return _rows.Write(_batch) == raw.SQLITE_OK && Committed();
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        return Committed();
    }

    private bool Committed()
    {
        if (_trouble is not null)
        {
            _trouble = null;
            Log.WriterGoesOn(_logger);
        }

        foreach (var settled in _batch)
        {
            if (settled.Slot is { } slot)
            {
                _journal.Release(slot);
            }
        }

        Interlocked.Add(ref _written, _batch.Count);
        Interlocked.Add(ref _waiting, -_batch.Count);
        return true;
    }
}
