// One preallocated file of the journal.
namespace Router.Ledger;

/// <summary>A file of <see cref="SlotLayout.SlotsPerExtent"/> slots whose room on the disk is taken when it is made.</summary>
internal sealed class JournalExtent : IDisposable
{
    private const long Bytes = (long)SlotLayout.SlotBytes * SlotLayout.SlotsPerExtent;

    private readonly FileStream _file;
    private readonly Lock _flushing = new();
    private long _written;
    private long _flushed;

    private JournalExtent(FileStream file) => _file = file;

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
    internal void Write(ReadOnlySpan<byte> bytes, long at)
    {
        RandomAccess.Write(_file.SafeFileHandle, bytes, at);
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
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
            _flushed = covered;
        }
    }

    public void Dispose() => _file.Dispose();
}
