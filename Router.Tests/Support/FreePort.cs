// A port of loopback that nobody listens on, and that nobody takes by chance before its router does, or while that is down.
using System.Net;
using System.Net.Sockets;

namespace Router.Tests.Support;

/// <summary>
/// The port is below those that the system gives to outgoing connections and to listeners on port 0 (32768 and above on
/// Linux, 49152 on macOS and Windows). One of those may become the near end of any connection between its choice and its use.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    /// <summary>Begins elsewhere in each of the test programs that run beside each other.</summary>
    private static int _next = Environment.ProcessId * 101 % Count;

    /// <summary>Gives each port once in a process; fails where none is free.</summary>
    public static int Take()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port of {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
