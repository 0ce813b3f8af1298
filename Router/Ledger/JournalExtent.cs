// One preallocated file of the journal.
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Router.Ledger;

/// <summary>
/// A file of <see cref="SlotLayout.SlotsPerExtent"/> slots whose room on the disk is taken when it is made. It is mapped: a write is a
/// copy into the page cache without a call into the system, and survives a kill of the process from then on. The room being taken
/// beforehand is what makes that safe: no later write can find the disk full.
/// </summary>
internal sealed class JournalExtent : IDisposable
{
    private const long Bytes = (long)SlotLayout.SlotBytes * SlotLayout.SlotsPerExtent;

    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _memory;
    private readonly Lock _flushing = new();
    private long _written;
    private long _flushed;

    private JournalExtent(FileStream file)
    {
        // Asking a stream for its handle moves the file's position, so it is asked once.
        _file = file.SafeFileHandle;
        _map = MemoryMappedFile.CreateFromFile(file, null, Bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, Bytes);
        _memory = _view.SafeMemoryMappedViewHandle;
    }

    /// <summary>Opens the file, or makes it (for the owner alone) with all its room.</summary>
    /// <exception cref="IOException">No room, or no right to it.</exception>
    internal static JournalExtent Open(string path)
    {
        var exists = File.Exists(path);
        var options = new FileStreamOptions
        {
            Mode = exists ? FileMode.Open : FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            PreallocationSize = exists ? 0 : Bytes,
        };
        if (!OperatingSystem.IsWindows() && !exists)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        if (file.Length < Bytes)
        {
            file.SetLength(Bytes);
        }

        return new JournalExtent(file);
    }

    /// <summary>Writes at a place; it survives a kill of the process from then on.</summary>
    internal void Write(ReadOnlySpan<byte> bytes, long at) => _memory.WriteSpan((ulong)at, bytes);

    /// <summary>Returns when everything written before is on the disk; calls that meet share one flush.</summary>
    internal void Flush()
    {
        var mine = Interlocked.Increment(ref _written);
        lock (_flushing)
        {
            if (_flushed >= mine)
            {
                return;
            }

            var covered = Volatile.Read(ref _written);
            _view.Flush();
            RandomAccess.FlushToDisk(_file);
            _flushed = covered;
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
