// What the room Relay logs; ids 2000–2099.
namespace Router.Relay;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Error, "Request {RequestId} met a bug.")]
    internal static partial void Bug(ILogger logger, Exception failure, string requestId);

    [LoggerMessage(2001, LogLevel.Debug, "Request {RequestId}: the caller left.")]
    internal static partial void CallerLeft(ILogger logger, string requestId);

    [LoggerMessage(2002, LogLevel.Information, "Request {RequestId}: attempt at {Provider}/{Model} failed: {ErrorClass}; its own id is {UpstreamId}.")]
    internal static partial void AttemptFailed(ILogger logger, string requestId, string provider, string model, string errorClass, string upstreamId);

    [LoggerMessage(2003, LogLevel.Debug, "Request {RequestId} refused: {Code}.")]
    internal static partial void Refused(ILogger logger, string requestId, string code);

    [LoggerMessage(2004, LogLevel.Warning, "Request {RequestId} failed: {Code}.")]
    internal static partial void Failed(ILogger logger, string requestId, string code);
}
