// Makes files that only their owner may read.
namespace Router.Storage;

/// <summary>Opens or makes a file; what it makes is for the owner alone (folder 0700, file 0600). What exists keeps its rights.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file that is not there yet, for the owner alone.</summary>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    internal static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The file opened for reading and writing, shared with other processes; made with its folder when it is not there.</summary>
    /// <exception cref="IOException">It cannot be made or opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The rights do not allow it.</exception>
    internal static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Makes a folder, and those above it, where they are not there yet.</summary>
    /// <exception cref="IOException">A file lies there, or the folder cannot be made.</exception>
    internal static void MakeFolder(string path)
    {
        // The platform's own words for it are that the file exists already.
        if (File.Exists(path))
        {
            throw new IOException($"{path} is a file, and a folder is needed there");
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
