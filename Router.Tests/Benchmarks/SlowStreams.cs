// Many streams that are open at once and bring an event now and then.
using System.Net.Sockets;

namespace Router.Tests.Benchmarks;

internal sealed class SlowStreams : IAsyncDisposable
{
    private const int BufferBytes = 4 * 1024;
    private const int AtOnce = 50;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<LoadConnection> _connections = [];
    private readonly List<Task> _reading = [];

    private SlowStreams()
    {
    }

    /// <summary>Events that came in on all streams so far.</summary>
    public long Events => _connections.Sum(connection => (long)connection.Answer.Events);

    /// <summary>Streams that ended, one way or the other.</summary>
    public int Ended => _reading.Count(task => task.IsCompleted);

    /// <summary>Opens so many, a few at a time, and waits until each has begun.</summary>
    /// <exception cref="IOException">Not all of them began.</exception>
    public static async Task<SlowStreams> OpenAsync(BenchCell cell, int count, CancellationToken cancellation)
    {
        var streams = new SlowStreams();
        try
        {
            await streams.BeginAsync(cell, count, cancellation);
            return streams;
        }
        catch
        {
            await streams.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_reading);
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task BeginAsync(BenchCell cell, int count, CancellationToken cancellation)
    {
        while (_connections.Count < count)
        {
            for (var number = 0; number < AtOnce && _connections.Count < count; number++)
            {
                var connection = await LoadConnection.OpenAsync(cell.Target.Port, BufferBytes);
                _connections.Add(connection);
                _reading.Add(ReadAsync(connection, cell.Request));
            }

            await Task.Delay(Between, cancellation);
        }

        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (_connections.Exists(connection => connection.Answer.Events == 0))
        {
            if (Ended > 0 || System.Diagnostics.Stopwatch.GetElapsedTime(since) > Limit)
            {
                var status = _connections.Find(connection => connection.Answer.Status is not (0 or 200))?.Answer.Status;
                throw new IOException($"{cell.Target.Name}: of {count} streams {Ended} ended early" + (status is null ? "" : $", one with status {status}"));
            }

            await Task.Delay(Look, cancellation);
        }
    }

    private async Task ReadAsync(LoadConnection connection, byte[] request)
    {
        try
        {
            await connection.ExchangeAsync(request, _stopping.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidDataException or OperationCanceledException)
        {
            // The end of what is measured, or a stream that counts as ended.
        }
    }
}
