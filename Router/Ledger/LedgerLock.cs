// Keeps a second router off the same ledger, or the same journal.
using System.Globalization;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// An exclusive lock on <c>PATH.lock</c>, which the system gives back when the process ends in any way. Who holds it stands in
/// <c>PATH.lock.holder</c>, because the locked file itself cannot be read by others everywhere. The ledger and the folder of the journal
/// are each locked, for two configurations may share one of them alone.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    /// <summary>What the system says of a file that another holds: the sharing violation of Windows, else the error number EWOULDBLOCK.</summary>
    private static readonly int HeldByAnother =
        OperatingSystem.IsWindows() ? unchecked((int)0x8007_0020) : OperatingSystem.IsMacOS() ? 35 : 11;

    private readonly FileStream _file;

    private LedgerLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="what">For the message: what lies at <paramref name="path"/>.</param>
    /// <param name="path">A file or folder, which need not exist. A link is followed: whatever its names, it has one lock.</param>
    /// <exception cref="IOException">Another process holds it (the message says which), or the file cannot be made.</exception>
    internal static LedgerLock Take(string what, string path, TimeProvider time)
    {
        var locked = Followed(path);
        if (!File.Exists(LockPath(locked)))
        {
            // Makes the folder too: the lock is taken before anything else is done.
            PrivateFile.Open(LockPath(locked)).Dispose();
        }

        FileStream file;
        try
        {
            file = new FileStream(LockPath(locked), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == HeldByAnother)
        {
            throw new IOException($"The {what} {path} is in use by another router: {Holder(path)}.", exception);
        }

        File.WriteAllText(
            HolderPath(locked),
            string.Create(
                CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName}, since {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}"));
        return new LedgerLock(file);
    }

    /// <summary>Who holds the lock, or held it last.</summary>
    internal static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(HolderPath(Followed(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "a process that did not say who it is";
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Followed(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path
        : Directory.Exists(path) ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path
        : path;

    private static string LockPath(string path) => path + ".lock";

    private static string HolderPath(string path) => path + ".lock.holder";
}
