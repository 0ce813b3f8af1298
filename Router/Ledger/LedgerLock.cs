// Keeps a second router off the same ledger.
using System.Globalization;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// An exclusive lock on <c>LEDGER.lock</c>, which the system gives back when the process ends in any way. Who holds it stands in
/// <c>LEDGER.lock.holder</c>, because the locked file itself cannot be read by others everywhere.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream _file;

    private LedgerLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="IOException">Another process holds it (the message says which), or the file cannot be made.</exception>
    internal static LedgerLock Take(string ledgerPath, TimeProvider time)
    {
        FileStream file;
        try
        {
            if (!File.Exists(LockPath(ledgerPath)))
            {
                // Makes the folder too: the lock is taken before anything else is done to the ledger.
                PrivateFile.Open(LockPath(ledgerPath)).Dispose();
            }

            file = new FileStream(LockPath(ledgerPath), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException and not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException($"The ledger {ledgerPath} is in use by another router: {Holder(ledgerPath)}.", exception);
        }

        File.WriteAllText(
            HolderPath(ledgerPath),
            string.Create(
                CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName}, since {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}"));
        return new LedgerLock(file);
    }

    /// <summary>Who holds the lock, or held it last.</summary>
    internal static string Holder(string ledgerPath)
    {
        try
        {
            return File.ReadAllText(HolderPath(ledgerPath));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "a process that did not say who it is";
        }
    }

    public void Dispose() => _file.Dispose();

    private static string LockPath(string ledgerPath) => ledgerPath + ".lock";

    private static string HolderPath(string ledgerPath) => ledgerPath + ".lock.holder";
}
