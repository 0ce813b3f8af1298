// Every log line of the simulator; ids 2400 to 2499.
namespace Router.Simulator;

internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Information, "The simulated provider listens on {Address}")]
    internal static partial void Listening(ILogger logger, Uri address);

    [LoggerMessage(2401, LogLevel.Error, "The simulated provider failed on {Path}")]
    internal static partial void RequestFailed(ILogger logger, Exception exception, string path);
}
