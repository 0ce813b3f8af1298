// One connection to a scripted upstream: reads requests, and notices at once when the client leaves.
using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Router.Tests.Support;

/// <summary>
/// The socket is read all the time into a pipe, not only while a request is awaited: that is how a client's leaving is
/// seen in the middle of an answer.
/// </summary>
internal sealed class UpstreamConnection(Socket socket, Stream stream, int number) : IDisposable
{
    private readonly Pipe _received = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly TaskCompletionSource _clientGone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number => number;

    /// <summary>Completes when the client closed or reset the connection.</summary>
    public Task ClientGone => _clientGone.Task;

    public bool Closed { get; private set; }

    /// <summary>The TLS handshake, when the upstream speaks TLS.</summary>
    public Task SecureAsync(SslServerAuthenticationOptions? tls) =>
        tls is not null && stream is SslStream secure ? secure.AuthenticateAsServerAsync(tls) : Task.CompletedTask;

    /// <summary>Fills the pipe until either side closes; never throws.</summary>
    public async Task ReceiveAsync()
    {
        try
        {
            while (await stream.ReadAsync(_received.Writer.GetMemory(16 * 1024)) is var read and > 0)
            {
                _received.Writer.Advance(read);
                await _received.Writer.FlushAsync();
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or SocketException)
        {
            // A reset is a way of leaving.
        }

        await _received.Writer.CompleteAsync();
        if (!Closed)
        {
            _clientGone.TrySetResult();
        }
    }

    /// <summary>The next whole request, not numbered yet, or null when the client sends no more.</summary>
    public async Task<UpstreamRequest?> ReadRequestAsync()
    {
        if (await ReadLineAsync() is not { } requestLine)
        {
            return null;
        }

        var words = requestLine.Split(' ');
        var headers = new List<KeyValuePair<string, string>>();
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        var head = new UpstreamRequest(0, number, words[0], words[1], headers, default);
        if (await ReadBodyAsync(head) is not { } body)
        {
            return null;
        }

        return head with { Body = body };
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    /// <summary>Ends the connection with a FIN, after what was sent.</summary>
    public void Close()
    {
        Closed = true;
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client was faster.
        }

        Dispose();
    }

    /// <summary>Ends the connection with a RST; what was sent and not yet read by the client may be lost.</summary>
    public void Reset()
    {
        Closed = true;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    public void Dispose()
    {
        Closed = true;
        stream.Dispose();
        socket.Dispose();
    }

    private async Task<byte[]?> ReadBodyAsync(UpstreamRequest head)
    {
        if (head["transfer-encoding"] is null)
        {
            return await ReadBytesAsync(int.Parse(head["content-length"] ?? "0", CultureInfo.InvariantCulture));
        }

        var body = new ArrayBufferWriter<byte>();
        while (await ReadLineAsync() is { } line)
        {
            var size = int.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (await ReadBytesAsync(size) is not { } chunk || await ReadLineAsync() is null)
            {
                return null;
            }

            if (size == 0)
            {
                return body.WrittenSpan.ToArray();
            }

            body.Write(chunk);
        }

        return null;
    }

    private async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var result = await _received.Reader.ReadAsync();
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, end)).TrimEnd('\r');
                _received.Reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            _received.Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    private async Task<byte[]?> ReadBytesAsync(int count)
    {
        if (count == 0)
        {
            return [];
        }

        var result = await _received.Reader.ReadAtLeastAsync(count);
        if (result.Buffer.Length < count)
        {
            return null;
        }

        var bytes = result.Buffer.Slice(0, count).ToArray();
        _received.Reader.AdvanceTo(result.Buffer.GetPosition(count));
        return bytes;
    }
}
