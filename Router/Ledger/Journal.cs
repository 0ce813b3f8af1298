// The open and not yet written requests, in preallocated files that survive a kill of the process.
using System.Collections.Immutable;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// Slots for requests; a call is one or two short writes to one of them and allocates nothing but its answer. All methods may be called from
/// many threads. Making one begins a new epoch, which forgets what the files held: recovery comes first.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>The most extents there may be: 65,536 slots, 512 MiB.</summary>
    internal const int MaxExtents = 16;

    private const int GrowBelow = SlotLayout.SlotsPerExtent / 4;
    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    /// <summary>A file that did not fit is not tried again at once: its zeros would take the room that the database needs to free slots.</summary>
    private static readonly TimeSpan GrowAgainAfter = TimeSpan.FromSeconds(5);

    [ThreadStatic]
    private static byte[]? _buffer;

    private readonly string _directory;
    private readonly bool _survivePowerCut;
    private readonly int _maxExtents;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SlotStack _slots = new();
    private readonly Lock _growth = new();
    private readonly long _epoch;
    private ImmutableArray<JournalExtent> _extents;
    private long _generation;
    private long _loggedAt = long.MinValue;
    private int _growing;
    private volatile string? _trouble;
    private volatile bool _closed;
    private volatile bool _cannotGrow;
    private long _grewInVainAt;

    /// <param name="epoch">One more than that of the <see cref="JournalScan"/> whose requests are all in the database now.</param>
    /// <exception cref="IOException">The files cannot be made or written.</exception>
    internal Journal(
        string directory, long epoch, bool survivePowerCut, TimeProvider time, ILogger logger, int maxExtents = MaxExtents)
    {
        (_directory, _epoch, _survivePowerCut, _time, _logger, _maxExtents) =
            (directory, epoch, survivePowerCut, time, logger, maxExtents);
        _generation = JournalScan.FirstGeneration(epoch);
        PrivateFile.MakeFolder(directory);
        var first = JournalExtent.Open(JournalScan.ExtentPath(directory, 0));
        _extents = [first];
        WriteEpoch(epoch);
        for (var extent = 1; File.Exists(JournalScan.ExtentPath(directory, extent)); extent++)
        {
            File.Delete(JournalScan.ExtentPath(directory, extent));
        }

        // Slot 0 is the header.
        _slots.Add(1, SlotLayout.SlotsPerExtent - 1);
    }

    /// <summary>Slots that hold a request.</summary>
    internal int SlotsInUse => _slots.InUse;

    /// <summary>
    /// Why a request would not be opened, as a fixed word; null when it would: the last write failed, or no slot is free now and
    /// there can be no more.
    /// </summary>
    internal string? Trouble => _trouble ?? (IsFull ? "journal_full" : null);

    private bool IsFull => (_extents.Length >= _maxExtents || _cannotGrow) && _slots.InUse == _slots.Total;

    /// <summary>
    /// Writes a request that has no target yet; null when there is no slot or the disk refuses. Its slot is the request's first, and given
    /// back when it has another: what it holds counts until then (see <see cref="JournalScan"/>).
    /// </summary>
    internal OpenRequest? Await(RequestFacts request)
    {
        if (!TryTake(out var slot))
        {
            return null;
        }

        var awaited = new OpenRequest(request, slot) { Generation = Interlocked.Increment(ref _generation) };
        if (TryWriteRequest(slot, awaited.Generation, request, flush: false))
        {
            return awaited;
        }

        _slots.Return(slot);
        return null;
    }

    /// <summary>Writes an open record; null when there is no slot or the disk refuses.</summary>
    internal OpenRequest? Open(RequestFacts request, TargetFacts target)
    {
        if (!TryTake(out var slot))
        {
            return null;
        }

        // The request comes last: a slot that holds it whole holds its target too.
        var open = new OpenRequest(request, slot) { Generation = Interlocked.Increment(ref _generation) };
        if (TryWriteTarget(open, target) && TryWriteRequest(slot, open.Generation, request, flush: true))
        {
            return open;
        }

        _slots.Return(slot);
        return null;
    }

    /// <summary>Writes the target of the next attempt, and what came of those before; false when the disk refuses.</summary>
    internal bool Retarget(OpenRequest open, TargetFacts target, Settlement progress) =>
        TryWriteTarget(open, target) && WriteSettlement(open.Slot, open.Generation, progress, SlotLayout.ProgressKind, flush: true) is null;

    /// <summary>Writes what has come of an open request so far. What the disk refuses of it is missed after a kill alone.</summary>
    internal void Note(OpenRequest open, Settlement progress) =>
        WriteSettlement(open.Slot, open.Generation, progress, SlotLayout.ProgressKind, flush: false);

    /// <summary>Writes the settlement; the reason when the disk refuses, else null. The slot stays taken either way.</summary>
    internal string? Settle(OpenRequest open, Settlement settlement) =>
        WriteSettlement(open.Slot, open.Generation, settlement, SlotLayout.SettlementKind, flush: false);

    /// <summary>Writes a request that is settled already; its slot, or null when there is none or the disk refuses.</summary>
    internal int? Record(RequestFacts request, Settlement settlement)
    {
        if (!TryTake(out var slot))
        {
            return null;
        }

        var generation = Interlocked.Increment(ref _generation);
        if (WriteSettlement(slot, generation, settlement, SlotLayout.SettlementKind, flush: false) is null
            && TryWriteRequest(slot, generation, request, flush: false))
        {
            return slot;
        }

        _slots.Return(slot);
        return null;
    }

    /// <summary>Writes the ids that an answer created; their slot, or null when there is none or the disk refuses.</summary>
    internal int? Record(StoredIdRecord ids)
    {
        if (!TryTake(out var slot))
        {
            return null;
        }

        var buffer = Buffer();
        var length = StoredIdSlot.Write(buffer, Interlocked.Increment(ref _generation), ids);
        if (TryWrite(slot, 0, buffer.AsSpan(0, length), flush: false) is null)
        {
            return slot;
        }

        _slots.Return(slot);
        return null;
    }

    /// <summary>Gives a slot back once its row is in the database, or its request in another slot.</summary>
    internal void Release(int slot) => _slots.Return(slot);

    /// <summary>Ends the epoch when nothing is open, so that the next start has nothing to recover, and closes the files.</summary>
    internal void Close()
    {
        _closed = true;
        if (_slots.End())
        {
            WriteEpoch(_epoch + 1);
        }

        Dispose();
    }

    /// <summary>Closes the files and leaves in them what they hold, as a kill would.</summary>
    public void Dispose()
    {
        lock (_growth)
        {
            _closed = true;
            foreach (var extent in _extents)
            {
                extent.Dispose();
            }
        }
    }

    private static byte[] Buffer() => _buffer ??= new byte[SlotLayout.SlotBytes];

    private void WriteEpoch(long epoch)
    {
        Span<byte> header = stackalloc byte[SlotLayout.HeaderBytes];
        SlotLayout.Seal(header, SlotLayout.JournalKind, epoch, 0);
        _extents[0].Write(0, 0, header);
        if (_survivePowerCut)
        {
            _extents[0].Flush();
        }
    }

    private bool TryTake(out int slot)
    {
        if (_closed)
        {
            slot = -1;
            return false;
        }

        var taken = _slots.TryTake(out slot, out var left);
        if (left < GrowBelow && _extents.Length < _maxExtents && Interlocked.Exchange(ref _growing, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static journal => journal.GrowAhead(), this, preferLocal: false);
        }

        while (!taken && GrowNow())
        {
            taken = _slots.TryTake(out slot, out _);
        }

        if (!taken && !_closed && MayLog())
        {
            Log.JournalFull(_logger, _slots.Total);
        }

        return taken;
    }

    private bool TryWriteRequest(int slot, long generation, RequestFacts request, bool flush)
    {
        var buffer = Buffer();
        var length = SlotCodec.WriteRequest(buffer.AsSpan(0, SlotLayout.RequestBytes), generation, request);
        return TryWrite(slot, SlotLayout.RequestAt, buffer.AsSpan(0, length), flush) is null;
    }

    private bool TryWriteTarget(OpenRequest open, TargetFacts target)
    {
        var buffer = Buffer();
        var length = SlotCodec.WriteTarget(buffer.AsSpan(0, SlotLayout.TargetBytes), open.Generation, target);
        return TryWrite(open.Slot, SlotLayout.TargetAt(target.Attempt), buffer.AsSpan(0, length), flush: false) is null;
    }

    private string? WriteSettlement(int slot, long generation, Settlement settlement, ushort kind, bool flush)
    {
        var buffer = Buffer();
        var length = SlotCodec.WriteSettlement(buffer.AsSpan(0, SlotLayout.SettlementBytes), generation, settlement, kind);
        return TryWrite(slot, SlotLayout.SettlementAt, buffer.AsSpan(0, length), flush);
    }

    private string? TryWrite(int slot, int at, ReadOnlySpan<byte> bytes, bool flush)
    {
        try
        {
            var extent = _extents[slot / SlotLayout.SlotsPerExtent];
            extent.Write(slot % SlotLayout.SlotsPerExtent, at, bytes);
            if (flush && _survivePowerCut)
            {
                extent.Flush();
            }

            if (_trouble is not null)
            {
                // Only then: every request would write to what all of them read.
                _trouble = null;
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _trouble = "journal_unwritable";
            if (MayLog())
            {
                Log.JournalUnwritable(_logger, exception.Message);
            }

            return exception.Message;
        }
    }

    private void GrowAhead()
    {
        try
        {
            lock (_growth)
            {
                Grow();
            }
        }
        finally
        {
            Volatile.Write(ref _growing, 0);
        }
    }

    /// <summary>
    /// A burst that used up every slot before the background work had its turn waits here for the few milliseconds that a file takes,
    /// rather than be refused. True when there may be a free slot now.
    /// </summary>
    private bool GrowNow()
    {
        lock (_growth)
        {
            return !_closed && (_slots.InUse < _slots.Total || Grow());
        }
    }

    private bool Grow()
    {
        var number = _extents.Length;
        if (_closed || number >= _maxExtents || (_cannotGrow && _time.GetElapsedTime(_grewInVainAt) < GrowAgainAfter))
        {
            return false;
        }

        try
        {
            var extent = JournalExtent.Open(JournalScan.ExtentPath(_directory, number));
            _extents = _extents.Add(extent);
            _slots.Add(number * SlotLayout.SlotsPerExtent, SlotLayout.SlotsPerExtent);
            _cannotGrow = false;
            Log.JournalGrown(_logger, _slots.Total);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _cannotGrow = true;
            _grewInVainAt = _time.GetTimestamp();
            if (MayLog())
            {
                Log.JournalNotGrown(_logger, exception.Message);
            }

            return false;
        }
    }

    private bool MayLog()
    {
        var now = _time.GetTimestamp();
        var before = Volatile.Read(ref _loggedAt);
        return (before == long.MinValue || _time.GetElapsedTime(before, now) >= LogEvery) && Interlocked.CompareExchange(ref _loggedAt, now, before) == before;
    }
}
