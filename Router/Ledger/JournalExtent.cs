// One preallocated file of the journal.
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Router.Ledger;

/// <summary>
/// A file of <see cref="SlotLayout.SlotsPerExtent"/> slots whose room on the disk is taken when it is made, by writing zeros over all
/// of it: reserving alone is a promise that not every file system keeps. It is mapped: a write is a copy into the page cache without a
/// call into the system, and survives a kill of the process from then on. A full disk shows while the zeros are written, as an
/// <see cref="IOException"/>. Later writes need no new room where the file system writes in place; one that copies on write may still
/// want some, and then ends the process: keep room free there.
/// </summary>
internal sealed class JournalExtent : IDisposable
{
    /// <summary>The length of a file that was made whole.</summary>
    internal const long Bytes = (long)SlotLayout.SlotBytes * SlotLayout.SlotsPerExtent;

    private const int Piece = 1 << 20;

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

    /// <summary>
    /// Opens the file, or makes it (for the owner alone). One that is short (its making was cut off) holds nothing of worth any more, and
    /// is written over with zeros like a new one.
    /// </summary>
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
        };
        if (!OperatingSystem.IsWindows() && !exists)
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        try
        {
            if (file.Length < Bytes)
            {
                WriteZeros(file);
            }

            return new JournalExtent(file);
        }
        catch
        {
            file.Dispose();
            if (!exists)
            {
                // What was written of it would only keep the disk full.
                File.Delete(path);
            }

            throw;
        }
    }

    private static void WriteZeros(FileStream file)
    {
        // The length grows with what is written, so a file of full length was written whole.
        var zeros = new byte[Piece];
        for (long at = 0; at < Bytes; at += Piece)
        {
            file.Write(zeros);
        }
    }

    /// <summary>Writes into a slot; it survives a kill of the process from then on.</summary>
    /// <param name="slot">Its number within this extent.</param>
    /// <param name="at">Where in the slot.</param>
    internal void Write(int slot, int at, ReadOnlySpan<byte> bytes)
    {
        // Held over all of it: a record that is cut off by the closing could look whole with what lay there before.
        var held = false;
        try
        {
            _memory.DangerousAddRef(ref held);
            while (!bytes.IsEmpty)
            {
                var (place, run) = SlotPlace.Of(slot, at);
                run = Math.Min(run, bytes.Length);
                Copy(place, bytes[..run]);
                at += run;
                bytes = bytes[run..];
            }
        }
        finally
        {
            if (held)
            {
                _memory.DangerousRelease();
            }
        }
    }

    /// <summary>Copies by words: the mapped view takes the elements of a span one by one.</summary>
    private void Copy(long place, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        _memory.WriteSpan((ulong)place, words);
        var rest = bytes[(words.Length * sizeof(ulong))..];
        if (!rest.IsEmpty)
        {
            _memory.WriteSpan((ulong)(place + bytes.Length - rest.Length), rest);
        }
    }

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
