// A process as another process on the same machine knows it.
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Router.Licensing;

/// <summary>A process id alone is not enough: ids are given anew after an end, and each container counts its own.</summary>
/// <param name="Host">The machine since its start, and the name space of its process ids.</param>
/// <param name="Started">When it began, in a form that is only compared.</param>
internal sealed record LeaseOwner(string Host, int ProcessId, string Started)
{
    /// <summary>Behind the name in <c>/proc/ID/stat</c>, which may itself hold spaces and brackets: the state, and where the start stands.</summary>
    private const int StartField = 19;

    /// <summary>This process.</summary>
    internal static LeaseOwner OfThisProcess() => Of(Environment.ProcessId)!;

    /// <summary>A process of this machine; null when there is none of that id.</summary>
    internal static LeaseOwner? Of(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return StartOf(process) is { } started ? new LeaseOwner(ThisHost(), processId, started) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True when the process is known to have ended; of another machine nothing is known.</summary>
    internal bool IsGone() =>
        Host == ThisHost() && (Of(ProcessId) is not { } running || (running.Started != Started && Started.Length > 0 && running.Started.Length > 0));

    /// <summary>Empty when it cannot be told; null when the process has ended and only its parent has not noticed.</summary>
    private static string? StartOf(Process process)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
            }

            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[StartField];
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string ThisHost()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Environment.MachineName;
        }

        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return $"{boot} {new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
