// The slots in which requests wait to be rows.
using Microsoft.Win32.SafeHandles;

namespace Router.Ledger;

/// <summary>
/// A request is accounted for from before it reaches an upstream until its row is in the database: one slot in a file whose space was
/// reserved when it was made, one write a step, no database. The page cache survives the death of the process; with
/// <paramref name="survivePowerCut"/> each open record is also flushed to the disk. Files grow by extents up to a bound, and a full journal
/// refuses new requests rather than lose one.
/// </summary>
internal sealed class Journal(string directory, bool survivePowerCut, long firstTicket) : IDisposable
{
    [ThreadStatic]
    private static byte[]? _scratch;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle[] _extents = new SafeFileHandle[JournalLayout.MaxExtents];
    private readonly Stack<int> _free = new();
    private int _extentCount;
    private long _ticket = firstTicket;

    /// <summary>Slots that hold a request now.</summary>
    internal int InUse
    {
        get
        {
            lock (_gate)
            {
                return (_extentCount * JournalLayout.SlotsPerExtent) - _free.Count;
            }
        }
    }

    /// <summary>Makes the first extent ready. What an earlier process left must have been read and put into the database before.</summary>
    /// <exception cref="IOException">The space cannot be reserved.</exception>
    internal void Start()
    {
        Directory.CreateDirectory(directory);
        foreach (var left in Files(directory))
        {
            File.Delete(left);
        }

        lock (_gate)
        {
            AddExtent();
        }
    }

    /// <summary>Writes an open record; null when there is no slot or no space.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    internal OpenRequest? Open(RequestFacts request, TargetFacts target)
    {
        if (Take() is not { } slot)
        {
            return null;
        }

        var ticket = Interlocked.Increment(ref _ticket);
        var buffer = Scratch();
        JournalCodec.Write(buffer, ticket, request);
        JournalCodec.Write(buffer, ticket, target);
        try
        {
            Write(slot, 0, buffer.AsSpan(0, JournalLayout.SettlementAt));
            if (survivePowerCut)
            {
                RandomAccess.FlushToDisk(Extent(slot));
            }
        }
        catch
        {
            Release(slot);
            throw;
        }

        return new OpenRequest(request, slot, ticket);
    }

    /// <summary>Writes that the request goes to another target.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    internal void Retarget(OpenRequest open, TargetFacts target)
    {
        var buffer = Scratch();
        JournalCodec.Write(buffer, open.Ticket, target);
        Write(open.Slot, JournalLayout.TargetAt, buffer.AsSpan(JournalLayout.TargetAt, JournalLayout.SettlementAt - JournalLayout.TargetAt));
        if (survivePowerCut)
        {
            RandomAccess.FlushToDisk(Extent(open.Slot));
        }
    }

    /// <summary>Writes a settlement.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    internal void Settle(OpenRequest open, Settlement settlement)
    {
        var buffer = Scratch();
        JournalCodec.Write(buffer, open.Ticket, settlement);
        Write(open.Slot, JournalLayout.SettlementAt, buffer.AsSpan(JournalLayout.SettlementAt));
    }

    /// <summary>Writes a request that is settled at once; null when there is no slot or no space.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    internal OpenRequest? Record(RequestFacts request, Settlement settlement)
    {
        if (Take() is not { } slot)
        {
            return null;
        }

        var ticket = Interlocked.Increment(ref _ticket);
        var buffer = Scratch();
        JournalCodec.Write(buffer, ticket, request);
        buffer.AsSpan(JournalLayout.TargetAt, JournalLayout.HeaderBytes).Clear();
        JournalCodec.Write(buffer, ticket, settlement);
        try
        {
            Write(slot, 0, buffer);
        }
        catch
        {
            Release(slot);
            throw;
        }

        return new OpenRequest(request, slot, ticket);
    }

    /// <summary>Gives a slot back. Its request must be in the database, because the next one writes over it.</summary>
    internal void Release(int slot)
    {
        lock (_gate)
        {
            _free.Push(slot);
        }
    }

    /// <summary>Everything that an earlier process left in <paramref name="directory"/>, torn regions left out.</summary>
    internal static List<JournalEntry> ReadLeft(string directory)
    {
        var entries = new List<JournalEntry>();
        var slot = new byte[JournalLayout.SlotBytes];
        foreach (var file in Files(directory))
        {
            using var handle = File.OpenHandle(file);
            for (long at = 0; RandomAccess.Read(handle, slot, at) == slot.Length; at += slot.Length)
            {
                if (Read(slot) is { } entry)
                {
                    entries.Add(entry);
                }
            }
        }

        return entries;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var extent in _extents.AsSpan(0, _extentCount))
        {
            extent.Dispose();
        }
    }

    private static JournalEntry? Read(ReadOnlySpan<byte> slot)
    {
        if (JournalCodec.TicketOf(slot[..JournalLayout.TargetAt], JournalLayout.RequestMagic) is not { } ticket)
        {
            return null;
        }

        var hasTarget = JournalCodec.TicketOf(slot[JournalLayout.TargetAt..JournalLayout.SettlementAt], JournalLayout.TargetMagic) == ticket;
        var isSettled = JournalCodec.TicketOf(slot[JournalLayout.SettlementAt..], JournalLayout.SettlementMagic) == ticket;
        return new JournalEntry(
            JournalCodec.ReadRequest(slot),
            hasTarget ? JournalCodec.ReadTarget(slot) : null,
            isSettled ? JournalCodec.ReadSettlement(slot) : null);
    }

    private static byte[] Scratch() => _scratch ??= new byte[JournalLayout.SlotBytes];

    private static IEnumerable<string> Files(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.slots").Order(StringComparer.Ordinal) : [];

    private int? Take()
    {
        lock (_gate)
        {
            if (_free.Count == 0 && (_extentCount == JournalLayout.MaxExtents || !TryAddExtent()))
            {
                return null;
            }

            return _free.Pop();
        }
    }

    private bool TryAddExtent()
    {
        try
        {
            AddExtent();
            return true;
        }
        catch (IOException)
        {
            // The disk is full: what is open stays accounted for, and slots come back as rows are written.
            return false;
        }
    }

    /// <summary>Reserves the space for real (not a sparse file), so that a later write cannot fail for want of it.</summary>
    private void AddExtent()
    {
        var path = Path.Combine(directory, $"{_extentCount:d4}.slots");
        const long Size = (long)JournalLayout.SlotsPerExtent * JournalLayout.SlotBytes;
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, Size);
        RandomAccess.SetLength(handle, Size);
        var first = _extentCount * JournalLayout.SlotsPerExtent;
        _extents[_extentCount++] = handle;
        for (var slot = first + JournalLayout.SlotsPerExtent - 1; slot >= first; slot--)
        {
            _free.Push(slot);
        }
    }

    private SafeFileHandle Extent(int slot) => _extents[slot / JournalLayout.SlotsPerExtent];

    private void Write(int slot, int offset, ReadOnlySpan<byte> bytes) =>
        RandomAccess.Write(Extent(slot), bytes, ((long)(slot % JournalLayout.SlotsPerExtent) * JournalLayout.SlotBytes) + offset);
}
