// How many connections of callers the process takes, by how many files the system lets it open.
using System.Globalization;
using Router.Relay;

namespace Router.Commands;

/// <summary>
/// Without a bound a crowd of idle connections takes the last file, and what needs one then fails: the ledger, the licence, the runtime
/// itself. A request holds two, a connection of its caller and one of a provider.
/// </summary>
internal static class ConnectionBound
{
    /// <summary>Connections of the admin surface: people, and what reads the metrics.</summary>
    internal const int OfAdmin = 64;

    /// <summary>Fewer are worth a word to the operator.</summary>
    internal const int Usual = 1024;

    /// <summary>Libraries, the ledger, the journal, what is read again, and <see cref="OfAdmin"/>.</summary>
    private const int OwnFiles = 320;

    private const int Fewest = 16;

    private const int Most = 2 * ServiceState.MaxInFlight;

    /// <summary>The most files that this process may open; null where that is not said or has no limit.</summary>
    internal static long? OpenFiles()
    {
        const string limits = "/proc/self/limits";
        const string name = "Max open files";
        return File.Exists(limits)
            && Array.Find(File.ReadAllLines(limits), line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            && long.TryParse(line[name.Length..].TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var files)
                ? files
                : null;
    }

    /// <summary>Connections of the caller surface.</summary>
    /// <param name="openFiles">What <see cref="OpenFiles"/> says.</param>
    internal static int OfCallers(long? openFiles) =>
        openFiles is { } files ? (int)Math.Clamp((files - OwnFiles) / 2, Fewest, Most) : Most;
}
