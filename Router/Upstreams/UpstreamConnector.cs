// Opens TCP connections to one provider.
using System.Net;
using System.Net.Sockets;
using Router.Configuration;

namespace Router.Upstreams;

/// <summary>
/// The connect callback of a provider's handler: resolves, holds <see cref="AddressPolicy"/> against the addresses really connected to
/// (so a name that changes its address between check and use gains nothing), and binds resolving and connecting by one timeout.
/// </summary>
internal sealed class UpstreamConnector(bool allowInside, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Connects; throws <see cref="ForbiddenAddressException"/>, <see cref="ConnectTimeoutException"/> or <see cref="SocketException"/>.</summary>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        using var limit = timeout > TimeSpan.Zero ? new CancellationTokenSource(timeout, time) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await ConnectAsync(context.DnsEndPoint, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ConnectTimeoutException();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The handler's own limit is as long, and mostly passes first; it knows it only by its own token.
            throw new OperationCanceledException(cancellation);
        }
    }

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(endpoint.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(endpoint.Host, cancellation).ConfigureAwait(false);
        if (!allowInside)
        {
            addresses = Array.FindAll(addresses, AddressPolicy.IsPublic);
            if (addresses.Length == 0)
            {
                throw new ForbiddenAddressException();
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endpoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
