// Opens a file that the configuration is made of.
namespace Router.Configuration;

/// <summary>
/// Never a named pipe, a socket or a device, since opening a pipe waits for whoever writes it, for ever where nobody does. They are told by
/// their length, which is 0; so an empty file is not opened either, for there is nothing to read.
/// </summary>
internal static class RegularFile
{
    /// <summary>The opened file; null when it is empty or something else than a file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    internal static FileStream? Open(string path)
    {
        // A mounted secret is a link, and a link has a length of its own.
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return new FileInfo(file).Length > 0 ? File.OpenRead(path) : null;
    }

    /// <summary>Why a file that is there could not be opened or read, for whoever is to mend it.</summary>
    internal static string Why(Exception failure) =>
        failure is UnauthorizedAccessException ? "the user that the router runs as has no right to it" : failure.GetType().Name;
}
