// Keeps a second process from the ledger.
using System.Globalization;

namespace Router.Ledger;

/// <summary>
/// An exclusive lock on <c>LEDGER.lock</c>, which the operating system gives back when the process ends, however it ends. Beside it
/// <c>LEDGER.owner</c> says who holds it, for the message of the second process.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream _file;

    private LedgerLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="IOException">Another process holds it; the message says which.</exception>
    internal static LedgerLock Take(string ledgerPath, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ledgerPath)!);
        var owner = ledgerPath + ".owner";
        FileStream file;
        try
        {
            file = new FileStream(ledgerPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var who = File.Exists(owner) ? File.ReadAllText(owner).Trim() : "another process";
            throw new IOException($"the ledger {ledgerPath} is in use by {who}; one router serves one ledger");
        }

        File.WriteAllText(owner, string.Create(
            CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC\n"));
        return new LedgerLock(file);
    }

    /// <summary>True when some process holds the lock of this ledger.</summary>
    internal static bool IsHeld(string ledgerPath)
    {
        try
        {
            using var file = new FileStream(ledgerPath + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
