// What the room Upstreams logs; ids 1800–1899.
namespace Router.Upstreams;

internal static partial class Log
{
    [LoggerMessage(1800, LogLevel.Debug, "A provider's connection settings changed: its old connections close when they are idle.")]
    internal static partial void PoolReleased(ILogger logger);
}
