// A port of loopback that nobody listens on.
using System.Net;
using System.Net.Sockets;

namespace Router.Tests.Support;

internal static class FreePort
{
    /// <summary>Asked of the system, which does not give the same one again soon.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
