// A chat provider that costs as little as possible: raw sockets, keep-alive, answers made beforehand.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Router.Tests.Benchmarks;

/// <summary>
/// The word after <c>mock:</c> in a request's body chooses the answer: <c>burst</c> (a stream in one write), <c>each</c> (a write for each
/// event), <c>slow</c> (the same, with pauses), <c>wait</c> (a whole answer after a pause); without it a stream request gets <c>burst</c>
/// and any other the whole answer at once.
/// </summary>
internal sealed class MockUpstream : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    private readonly MockAnswers _answers;
    private readonly Action<string>? _seen;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Socket, bool> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    /// <param name="seen">Told the <c>x-request-id</c> of every whole request, empty when it has none, before the answer begins.</param>
    public MockUpstream(MockAnswers answers, Action<string>? seen = null)
    {
        _answers = answers;
        _seen = seen;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync(_stopping.Token);
                connection.NoDelay = true;
                _connections[connection] = true;
                _ = ServeAsync(connection);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            var buffer = new byte[BufferBytes];
            var filled = 0;
            while (await connection.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None) is var read and > 0)
            {
                filled += read;
                while (WholeRequest(buffer.AsSpan(0, filled), ref buffer) is var length and > 0)
                {
                    await AnswerAsync(connection, buffer.AsMemory(0, length));
                    buffer.AsSpan(length, filled - length).CopyTo(buffer);
                    filled -= length;
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left, or the end.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }

    /// <summary>The length of the first request when it is whole, else 0; makes the buffer larger when the request will not fit.</summary>
    private static int WholeRequest(ReadOnlySpan<byte> filled, ref byte[] buffer)
    {
        var head = HttpText.HeadLength(filled);
        var length = head < 0 ? buffer.Length + 1 : head + Math.Max(0, HttpText.ContentLength(filled[..head]));
        if (length > filled.Length && (head >= 0 || filled.Length == buffer.Length) && length > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(length, 2 * buffer.Length));
        }

        return length <= filled.Length ? length : 0;
    }

    private async ValueTask AnswerAsync(Socket connection, ReadOnlyMemory<byte> request)
    {
        var kind = KindOf(request.Span);
        _seen?.Invoke(Encoding.ASCII.GetString(HttpText.Header(request.Span, "x-request-id"u8)));
        switch (kind)
        {
            case MockAnswer.Unary:
                await connection.SendAsync(_answers.Unary, SocketFlags.None);
                break;
            case MockAnswer.Wait:
                await Task.Delay(10 * Pause, _stopping.Token);
                await connection.SendAsync(_answers.Unary, SocketFlags.None);
                break;
            case MockAnswer.Burst:
                await connection.SendAsync(_answers.Burst, SocketFlags.None);
                break;
            case MockAnswer.Each or MockAnswer.Slow:
                foreach (var part in _answers.Events)
                {
                    await connection.SendAsync(part, SocketFlags.None);
                    if (kind == MockAnswer.Slow)
                    {
                        await Task.Delay(Pause, _stopping.Token);
                    }
                }

                await connection.SendAsync(MockAnswers.StreamEnd, SocketFlags.None);
                break;
            case MockAnswer.NotFound:
                await connection.SendAsync(_answers.NotFound, SocketFlags.None);
                break;
            default:
                throw new InvalidOperationException($"no answer of kind {kind}");
        }
    }

    private static MockAnswer KindOf(ReadOnlySpan<byte> request)
    {
        if (!request.StartsWith("POST /v1/chat/completions "u8))
        {
            return MockAnswer.NotFound;
        }

        var at = request.IndexOf("mock:"u8);
        if (at < 0)
        {
            return request.IndexOf("\"stream\":true"u8) < 0 ? MockAnswer.Unary : MockAnswer.Burst;
        }

        var word = request[(at + "mock:".Length)..];
        return word.StartsWith("burst"u8) ? MockAnswer.Burst
            : word.StartsWith("each"u8) ? MockAnswer.Each
            : word.StartsWith("slow"u8) ? MockAnswer.Slow
            : word.StartsWith("wait"u8) ? MockAnswer.Wait
            : MockAnswer.Unary;
    }
}
