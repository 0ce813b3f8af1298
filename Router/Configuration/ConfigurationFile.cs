// The configuration file on the disk: bounded reading, and replacing in one step.
using System.Security.Cryptography;
using System.Text;

namespace Router.Configuration;

/// <summary>Reads and replaces <c>router.yaml</c>.</summary>
internal static class ConfigurationFile
{
    /// <summary>The most bytes of a configuration file.</summary>
    internal const int MaxBytes = 4 << 20;

    internal const string TooLarge = "the configuration is larger than 4 MiB";

    /// <summary>The text of the file, or null and what is wrong.</summary>
    internal static (string? Text, string Error) Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return (null, $"{path} is a folder, not a file");
            }

            if (!File.Exists(path))
            {
                return (null, $"there is no configuration file {path} (--config or ROUTER_CONFIG names another; 'router init' writes a first one)");
            }

            using var stream = IsDescriptor(path) ? File.OpenRead(path) : RegularFile.Open(path);
            var bytes = ReadBounded(stream);
            return bytes.Length == 0 ? (null, $"{path} is empty, or no regular file") : bytes.Length > MaxBytes ? (null, TooLarge) : (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), "");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path} cannot be read: {RegularFile.Why(unreadable)}");
        }
        catch (ArgumentException)
        {
            return (null, $"{path} is not UTF-8 text");
        }
    }

    /// <summary>Names the content of the file and of the files it refers to, for telling that something changed. Unreadable files count as empty.</summary>
    internal static string Fingerprint(string path, IEnumerable<string> references)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in references.Prepend(path))
        {
            try
            {
                using var stream = File.Exists(file) ? RegularFile.Open(file) : null;
                hash.AppendData(stream is null ? [0] : SHA256.HashData(ReadBounded(stream)));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                hash.AppendData([1]);
            }
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>
    /// Puts <paramref name="text"/> in the file's place by rename, with the same rights, and keeps what was there as
    /// <c>FILE.previous</c>. A link stays a link: what it points to is replaced.
    /// </summary>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    internal static void Replace(string path, string text)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        File.Copy(target, PreviousOf(path), overwrite: true);
        Write(target, text);
    }

    /// <summary>Puts what <see cref="Replace"/> kept back in place, unless somebody has written another file over <paramref name="text"/> since.</summary>
    internal static void PutBack(string path, string text)
    {
        if (Read(path).Text == text && Read(PreviousOf(path)).Text is { } previous)
        {
            Write(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path), previous);
        }
    }

    /// <summary>What a shell hands over as <c>&lt;(…)</c>: a pipe that somebody writes, to be read once.</summary>
    internal static bool IsDescriptor(string path) =>
        path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal) || path == "/dev/stdin";

    private static string PreviousOf(string path) => path + ".previous";

    private static void Write(string target, string text)
    {
        var fresh = target + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(target);
        }

        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, target, overwrite: true);
    }

    private static byte[] ReadBounded(FileStream? stream)
    {
        using var content = new MemoryStream();
        if (stream is null)
        {
            return [];
        }

        var buffer = new byte[1 << 16];
        for (int read; content.Length <= MaxBytes && (read = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
