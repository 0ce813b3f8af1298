// What the room Upstreams logs; ids 1800–1899.
namespace Router.Upstreams;

internal static partial class Log
{
    [LoggerMessage(1800, LogLevel.Debug, "A provider's connection settings changed: its old connections close when they are idle.")]
    internal static partial void PoolReleased(ILogger logger);

    [LoggerMessage(1801, LogLevel.Warning, "The TLS files of provider {Provider} cannot be used: no connection to it is possible.")]
    internal static partial void TlsFilesUnusable(ILogger logger, Exception failure, string provider);
}
