// Load at a fixed rate, whatever the answers do: each time counts from the moment at which the request should have been sent.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Router.Tests.Support;

namespace Router.Tests.Benchmarks;

/// <summary>
/// A request that finds no free connection waits for one, and its wait is part of its time; so a server that stalls is charged for every
/// request that would have come in meanwhile (no coordinated omission).
/// </summary>
internal sealed class OpenLoop
{
    private readonly ConcurrentStack<LoadConnection> _idle = new();
    private readonly ConcurrentQueue<long> _late = new();
    private readonly ConcurrentBag<double> _times = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _request;
    private readonly CancellationToken _cancellation;
    private readonly int _total;
    private readonly bool _toFirst;
    private int _answered;
    private long _failed;

    private OpenLoop(byte[] request, int total, bool toFirst, CancellationToken cancellation)
    {
        _request = request;
        _total = total;
        _toFirst = toFirst;
        _cancellation = cancellation;
    }

    /// <param name="toFirst">Takes the time to the first of an answer's body instead of that to its end.</param>
    public static async Task<Latencies> RunAsync(
        LoadTarget target, byte[] request, int connections, int perSecond, TimeSpan duration, CancellationToken cancellation, bool toFirst = false)
    {
        var total = (int)(perSecond * duration.TotalSeconds);
        var loop = new OpenLoop(request, total, toFirst, cancellation);
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => LoadConnection.OpenAsync(target.Port)));
        loop._idle.PushRange(open);
        var pacing = new Thread(() => loop.Pace(perSecond)) { IsBackground = true, Name = "pace" };
        pacing.Start();
        await loop._finished.Task.WaitAsync(duration + Patience.Limit, cancellation);
        foreach (var connection in open)
        {
            connection.Dispose();
        }

        double[] sorted = [.. loop._times.Order()];
        return new Latencies(sorted, loop._failed);
    }

    private void Pace(int perSecond)
    {
        var step = Stopwatch.Frequency / (double)perSecond;
        var start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 100;
        using var never = new ManualResetEventSlim();
        for (var number = 0; number < _total && !_cancellation.IsCancellationRequested; number++)
        {
            var due = start + (long)(number * step);
            WaitUntil(due, never);
            if (_idle.TryPop(out var connection))
            {
                _ = ServeAsync(connection, due);
            }
            else
            {
                _late.Enqueue(due);
                ServeLate();
            }
        }
    }

    /// <summary>A timed wait is good to a millisecond only, so the last of it is spent giving the core away.</summary>
    private static void WaitUntil(long due, ManualResetEventSlim never)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } left)
        {
            if (left.TotalMilliseconds >= 1.2)
            {
                never.Wait((int)(left.TotalMilliseconds - 0.2));
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private void ServeLate()
    {
        while (!_late.IsEmpty && _idle.TryPop(out var connection))
        {
            if (_late.TryDequeue(out var due))
            {
                _ = ServeAsync(connection, due);
            }
            else
            {
                _idle.Push(connection);
            }
        }
    }

    private async Task ServeAsync(LoadConnection connection, long due)
    {
        try
        {
            await connection.ExchangeAsync(_request, _cancellation);
            _times.Add(Stopwatch.GetElapsedTime(due, _toFirst ? connection.FirstAt : Stopwatch.GetTimestamp()).TotalMilliseconds);
            if (connection.Answer.Status != 200)
            {
                Interlocked.Increment(ref _failed);
            }

            _idle.Push(connection);
            ServeLate();
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidDataException or OperationCanceledException)
        {
            // The connection is not used again; the requests that remain have the others.
            Interlocked.Increment(ref _failed);
        }

        if (Interlocked.Increment(ref _answered) == _total)
        {
            _finished.TrySetResult();
        }
    }
}
