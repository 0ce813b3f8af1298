// The log lines of Callers: ids 1500 to 1599.
namespace Router.Callers;

/// <summary>Counts only: no token, no hash, no name.</summary>
internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "Tokens changed: {Callers} of callers and {Admins} of administrators are known")]
    internal static partial void TokensLoaded(ILogger logger, int callers, int admins);

    [LoggerMessage(1501, LogLevel.Warning, "The tokens changed but could not be read; those known before hold until the next try")]
    internal static partial void TokensNotLoaded(ILogger logger, Exception exception);
}
