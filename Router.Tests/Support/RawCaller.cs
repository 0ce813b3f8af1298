// A caller that writes bytes to a socket itself: for requests that no client library would send.
using System.Net.Sockets;
using System.Text;

namespace Router.Tests.Support;

internal sealed class RawCaller : IDisposable
{
    private readonly TcpClient _client = new();

    private RawCaller()
    {
    }

    /// <param name="receiveBuffer">The bytes that the system takes for a caller that does not read; as many as it likes when null.</param>
    public static async Task<RawCaller> ConnectAsync(Uri address, int? receiveBuffer = null)
    {
        var caller = new RawCaller();
        caller._client.ReceiveBufferSize = receiveBuffer ?? caller._client.ReceiveBufferSize;
        await caller._client.ConnectAsync(address.Host, address.Port);
        return caller;
    }

    /// <summary>Sends text as Latin-1, as header bytes are.</summary>
    public Task SendAsync(string text) => _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().Within();

    /// <summary>What the router sends until it closes the connection; send <c>connection: close</c>.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        await _client.GetStream().CopyToAsync(all).Within();
        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>What has arrived, as soon as it contains <paramref name="wanted"/>.</summary>
    public async Task<string> ReadUntilAsync(string wanted)
    {
        var seen = new StringBuilder();
        var buffer = new byte[4096];
        while (!seen.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            var read = await _client.GetStream().ReadAsync(buffer).AsTask().Within();
            if (read == 0)
            {
                throw new IOException($"The router closed the connection after: {seen}");
            }

            seen.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return seen.ToString();
    }

    /// <summary>Leaves without a word (RST).</summary>
    public void Reset()
    {
        _client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Dispose();
    }

    public void Dispose() => _client.Dispose();
}
