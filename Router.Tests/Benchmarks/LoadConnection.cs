// One keep-alive connection that sends a request and reads its answer to the end, again and again.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Router.Tests.Benchmarks;

internal sealed class LoadConnection : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;

    private LoadConnection(int bufferBytes) => _buffer = new byte[bufferBytes];

    public AnswerReader Answer { get; } = new();

    /// <summary>When the first of the answer's body came.</summary>
    public long FirstAt { get; private set; }

    public static async Task<LoadConnection> OpenAsync(int port, int bufferBytes = BufferBytes)
    {
        var connection = new LoadConnection(bufferBytes);
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Completes when the answer is whole; it is then in <see cref="Answer"/>.</summary>
    /// <exception cref="IOException">The connection ended before.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        Answer.Reset();
        FirstAt = 0;
        await _socket.SendAsync(request, SocketFlags.None, cancellation);
        while (!Answer.Done)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(), SocketFlags.None, cancellation);
            if (read == 0)
            {
                throw new IOException("the connection ended within an answer");
            }

            Answer.Feed(_buffer.AsSpan(0, read));
            if (FirstAt == 0 && Answer.BodyBytes > 0)
            {
                FirstAt = Stopwatch.GetTimestamp();
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
