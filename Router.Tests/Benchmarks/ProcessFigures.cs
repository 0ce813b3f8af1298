// CPU time and resident memory of another process, from the system.
using System.Diagnostics;

namespace Router.Tests.Benchmarks;

internal static class ProcessFigures
{
    /// <summary>User and system time since its start (utime + stime of <c>/proc/PID/stat</c>, in steps of 10 ms).</summary>
    public static TimeSpan CpuTime(int process)
    {
        using var found = Process.GetProcessById(process);
        return found.TotalProcessorTime;
    }

    /// <summary>Bytes resident now (<c>VmRSS</c>).</summary>
    public static long ResidentBytes(int process)
    {
        using var found = Process.GetProcessById(process);
        return found.WorkingSet64;
    }
}
