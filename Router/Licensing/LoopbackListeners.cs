// Whether anything beyond this machine can reach the router.
using Router.Configuration;

namespace Router.Licensing;

/// <summary>A key with <c>loopback_only</c> serves no other router.</summary>
internal static class LoopbackListeners
{
    /// <summary>True when both listeners are on loopback.</summary>
    internal static bool Only(ServerSettings server) => server.Listen.IsLoopback && server.AdminListen.IsLoopback;
}
