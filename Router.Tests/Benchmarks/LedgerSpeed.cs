// How fast the ledger is: the calls on the path of a request, and the rows that the writer makes.
using System.Diagnostics;
using System.Globalization;
using Router.Ledger;
using Router.Tests.Ledger;

namespace Router.Tests.Benchmarks;

/// <summary>A run by hand, not a test: it prints times of this machine, for comparison with another run on it.</summary>
internal static class LedgerSpeed
{
    private const int Requests = 40_000;
    private const int Rounds = 5;

    internal static void Run(TextWriter output)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            Calls(output, round);
            Rows(output, round);
        }
    }

    private static void Calls(TextWriter output, int round)
    {
        using var folder = new LedgerFolder();
        using var journal = folder.Journal(maxExtents: 1);
        var requests = Enumerable.Range(0, Requests).Select(SampleFacts.Request).ToArray();
        var (target, settlement) = (SampleFacts.Target(), SampleFacts.Settled());
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        foreach (var request in requests)
        {
            var open = journal.Open(FactBounds.Bound(request), FactBounds.Bound(target))!;
            journal.Settle(open, FactBounds.Bound(settlement));
            journal.Release(open.Slot);
        }

        var microseconds = Stopwatch.GetElapsedTime(began).TotalMicroseconds / Requests;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Requests;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{round}: open + settle {microseconds:F2} us, {bytes} bytes allocated"));
    }

    private static void Rows(TextWriter output, int round)
    {
        using var folder = new LedgerFolder();
        using var session = folder.Session();
        var entries = Enumerable.Range(0, Requests)
            .Select(number => new LedgerEntry(SampleFacts.Request(number), SampleFacts.Settled(), null)).ToArray();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        for (var at = 0; at < entries.Length; at += 500)
        {
            session.Append(entries.AsSpan(at, 500), mayExist: false);
        }

        var elapsed = Stopwatch.GetElapsedTime(began);
        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Requests;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{round}: {Requests / elapsed.TotalSeconds:F0} rows/s, {used.TotalMicroseconds / Requests:F1} us CPU a row, {bytes} bytes allocated"));
    }
}
