// Whether two listeners get in each other's way.
using System.Net;
using System.Net.Sockets;

namespace Router.Configuration;

/// <summary>What a host of <c>listen</c> stands for: localhost is two addresses, <c>0.0.0.0</c> all of IPv4, <c>[::]</c> all there are.</summary>
internal static class ListenAddresses
{
    /// <summary>True when both would listen on one address.</summary>
    internal static bool Overlap(Uri one, Uri other) => Of(one).Any(address => Of(other).Any(beside => Covers(address, beside) || Covers(beside, address)));

    private static IPAddress[] Of(Uri listen) =>
        !IPAddress.TryParse(listen.IdnHost, out var address) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address];

    private static bool Covers(IPAddress address, IPAddress other) =>
        address.Equals(other) || address.Equals(IPAddress.IPv6Any)
        || (address.Equals(IPAddress.Any) && other.AddressFamily == AddressFamily.InterNetwork);
}
