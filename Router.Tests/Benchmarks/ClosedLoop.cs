// Saturation: every connection sends its next request as soon as its answer is whole.
using System.Diagnostics;
using System.Net.Sockets;

namespace Router.Tests.Benchmarks;

internal static class ClosedLoop
{
    /// <summary>Runs for about <paramref name="duration"/>; requests that began before its end are counted.</summary>
    public static async Task<LoadResult> RunAsync(
        LoadTarget target, byte[] request, int connections, TimeSpan duration, CancellationToken cancellation)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => LoadConnection.OpenAsync(target.Port)));
        var cpuBefore = target.Process == 0 ? TimeSpan.Zero : ProcessFigures.CpuTime(target.Process);
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(open.Select(connection => LoopAsync(connection, request, end, cancellation)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var cpu = target.Process == 0 ? TimeSpan.Zero : ProcessFigures.CpuTime(target.Process) - cpuBefore;
        foreach (var connection in open)
        {
            connection.Dispose();
        }

        cancellation.ThrowIfCancellationRequested();
        var requests = counts.Sum(count => count.Requests);
        return new LoadResult(
            requests,
            counts.Sum(count => count.Events),
            counts.Sum(count => count.Failed),
            elapsed,
            target.Process == 0 ? double.NaN : cpu.TotalMicroseconds / Math.Max(1, requests));
    }

    private static async Task<(long Requests, long Events, long Failed)> LoopAsync(
        LoadConnection connection, byte[] request, long end, CancellationToken cancellation)
    {
        long requests = 0, events = 0, failed = 0;
        try
        {
            while (Stopwatch.GetTimestamp() < end)
            {
                await connection.ExchangeAsync(request, cancellation);
                requests++;
                events += connection.Answer.Events;
                failed += connection.Answer.Status == 200 ? 0 : 1;
            }
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidDataException or OperationCanceledException)
        {
            failed++;
        }

        return (requests, events, failed);
    }
}
