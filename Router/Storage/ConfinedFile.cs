// Reads a small file that somebody else may put anything in the place of.
using Microsoft.Win32.SafeHandles;

namespace Router.Storage;

/// <summary>
/// Opens once, and asks the handle, not the name, what was opened: what is judged is what is read. Never waits for a pipe or a device, and
/// follows links only within the folder of the file (mounted secrets are made of such links).
/// </summary>
internal static class ConfinedFile
{
    /// <summary>The whole file at <paramref name="path"/>, when it is a regular file of at most <paramref name="mostBytes"/>.</summary>
    internal static ConfinedRead Read(string path, int mostBytes)
    {
        try
        {
            var full = Path.GetFullPath(path);
            using var handle = OperatingSystem.IsWindows() ? OpenOnWindows(full, out var fault) : UnixFile.Open(full, out fault);
            if (handle is null)
            {
                return new(null, fault);
            }

            if (!IsRegular(handle) || LeavesFolder(handle, full))
            {
                return new(null, FileFault.NotAFile);
            }

            return ReadAll(handle, mostBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new(null, FileFault.Unreadable);
        }
    }

    private static SafeFileHandle? OpenOnWindows(string path, out FileFault fault)
    {
        fault = FileFault.Missing;
        try
        {
            if (Directory.Exists(path))
            {
                fault = FileFault.NotAFile;
                return null;
            }

            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static bool IsRegular(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsWindows())
        {
            return UnixFile.IsRegular(handle);
        }

        try
        {
            return (File.GetAttributes(handle) & (FileAttributes.Directory | FileAttributes.Device)) == 0;
        }
        catch (IOException)
        {
            return false; // a pipe has no attributes
        }
    }

    private static bool LeavesFolder(SafeFileHandle handle, string full)
    {
        var folder = Path.GetDirectoryName(full)!;
        if (OperatingSystem.IsLinux())
        {
            // The kernel's own name of what is open, and of the folder; the folder itself may be reached by any links.
            using var opened = UnixFile.Open(folder, out _);
            return opened is null || UnixFile.RealPath(handle) is not { } file || UnixFile.RealPath(opened) is not { } real || !IsInside(file, real);
        }

        // Elsewhere by name, which a change between opening and asking can only turn into a refusal of what was put there.
        return !IsInside(Resolve(full), Resolve(folder));
    }

    private static bool IsInside(string file, string folder) =>
        file.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Every part of a path may be a link.
    private static string Resolve(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var here = Path.Combine(Resolve(parent), Path.GetFileName(path));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return entry.LinkTarget is { } target ? Resolve(Path.GetFullPath(target, Path.GetDirectoryName(here)!)) : here;
    }

    private static ConfinedRead ReadAll(SafeFileHandle handle, int mostBytes)
    {
        if (RandomAccess.GetLength(handle) > mostBytes)
        {
            return new(null, FileFault.TooLarge);
        }

        // One byte more than allowed: it may have grown since.
        var bytes = new byte[mostBytes + 1];
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
        }

        return length > mostBytes ? new(null, FileFault.TooLarge) : new(bytes[..length], FileFault.None);
    }
}
