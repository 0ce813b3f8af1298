// A provider of all three dialects that costs as little as possible: raw sockets, keep-alive, answers made beforehand.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Router.Inference;

namespace Router.Tests.Benchmarks;

/// <summary>The path of a request chooses the dialect, the word after <c>mock:</c> in its body the answer; see <see cref="MockAnswer"/>.</summary>
internal sealed class MockUpstream : IAsyncDisposable
{
    private const int BufferBytes = 8 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    private static readonly (byte[] Start, Dialect Dialect)[] Starts =
        [.. Enum.GetValues<Dialect>().Select(dialect => (Encoding.ASCII.GetBytes($"POST {dialect.DefaultPath()} "), dialect))];

    private readonly MockAnswers _answers;
    private readonly TimeSpan _drip;
    private readonly Action<string>? _seen;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Socket, bool> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    /// <param name="seen">Told the <c>x-request-id</c> of every whole request, empty when it has none, before the answer begins.</param>
    /// <param name="drip">The pause of <see cref="MockAnswer.Drip"/>; a second when null.</param>
    public MockUpstream(MockAnswers answers, Action<string>? seen = null, TimeSpan? drip = null)
    {
        _answers = answers;
        _drip = drip ?? TimeSpan.FromSeconds(1);
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
        var dialect = DialectOf(request.Span);
        var kind = MockAnswerWords.Of(request.Span);
        _seen?.Invoke(Encoding.ASCII.GetString(HttpText.Header(request.Span, "x-request-id"u8)));
        if (dialect is null)
        {
            await connection.SendAsync(MockAnswerBytes.NotFound, SocketFlags.None);
            return;
        }

        var answers = _answers.Of(dialect.Value);
        switch (kind)
        {
            case MockAnswer.Whole:
                await connection.SendAsync(answers.Whole, SocketFlags.None);
                break;
            case MockAnswer.Wait:
                await Task.Delay(10 * Pause, _stopping.Token);
                await connection.SendAsync(answers.Whole, SocketFlags.None);
                break;
            case MockAnswer.Burst:
                await connection.SendAsync(answers.Burst, SocketFlags.None);
                break;
            case MockAnswer.Each:
                await StreamAsync(connection, answers, opening: 0, TimeSpan.Zero);
                break;
            case MockAnswer.Slow:
                await StreamAsync(connection, answers, answers.Opening, Pause);
                break;
            case MockAnswer.Drip:
                await StreamAsync(connection, answers, answers.Opening, _drip);
                break;
            default:
                throw new InvalidOperationException($"no answer of kind {kind}");
        }
    }

    /// <param name="opening">How many events go out without a pause.</param>
    private async ValueTask StreamAsync(Socket connection, MockAnswerBytes answers, int opening, TimeSpan pause)
    {
        for (var number = 0; number < answers.Events.Length; number++)
        {
            await connection.SendAsync(answers.Events[number], SocketFlags.None);
            if (pause > TimeSpan.Zero && number + 1 >= opening)
            {
                await Task.Delay(pause, _stopping.Token);
            }
        }

        await connection.SendAsync(MockAnswerBytes.StreamEnd, SocketFlags.None);
    }

    private static Dialect? DialectOf(ReadOnlySpan<byte> request)
    {
        foreach (var (start, dialect) in Starts)
        {
            if (request.StartsWith(start))
            {
                return dialect;
            }
        }

        return null;
    }
}
