// Every log line of the configuration; ids 1000 to 1099.
namespace Router.Configuration;

/// <summary>Log messages of this room. Problems never hold a secret, so they may be logged whole.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Configuration revision {Revision} is in force (by {By})")]
    internal static partial void Accepted(this ILogger logger, int revision, string by);

    [LoggerMessage(1001, LogLevel.Error, "The configuration was refused (problems: {Count}); revision {Revision} stays in force")]
    internal static partial void Refused(this ILogger logger, int count, int revision);

    [LoggerMessage(1002, LogLevel.Error, "Configuration: {Problem}")]
    internal static partial void Problem(this ILogger logger, ConfigurationProblem problem);

    [LoggerMessage(1003, LogLevel.Error, "Watching the configuration failed; it is tried again")]
    internal static partial void WatchFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1005, LogLevel.Information, "The configuration file holds what is in force again (revision {Revision})")]
    internal static partial void HoldsAgain(this ILogger logger, int revision);

    [LoggerMessage(1006, LogLevel.Warning, "Configuration: {Warning}")]
    internal static partial void Warned(this ILogger logger, ConfigurationProblem warning);

    [LoggerMessage(1004, LogLevel.Information, "Configuration rolled back to revision {Revision} (by {By})")]
    internal static partial void RolledBack(this ILogger logger, int revision, string by);
}
