// What the room Commands logs; ids 2500–2599.
namespace Router.Commands;

internal static partial class Log
{
    [LoggerMessage(2500, LogLevel.Information, "Router {Version} serves callers at {Address} and administrators at {AdminAddress}, configuration revision {Revision}.")]
    internal static partial void Serving(ILogger logger, string version, Uri address, Uri adminAddress, int revision);

    [LoggerMessage(2502, LogLevel.Information, "The built-in simulator serves at {Address}.")]
    internal static partial void SimulatorServes(ILogger logger, Uri address);

    [LoggerMessage(2504, LogLevel.Error, "The built-in simulator cannot be started; its providers fail until the next reload.")]
    internal static partial void SimulatorFailed(ILogger logger, Exception failure);

    [LoggerMessage(2505, LogLevel.Error, "The reload that a signal asked for failed; the configuration in force stays in force.")]
    internal static partial void ReloadFailed(ILogger logger, Exception failure);

    [LoggerMessage(2506, LogLevel.Warning, "At most {Connections} connections of callers are taken at once, since the system lets this process open no more than {OpenFiles} files. Let it open more (ulimit -n, LimitNOFILE) and start again.")]
    internal static partial void FewConnections(ILogger logger, int connections, long? openFiles);

    [LoggerMessage(2507, LogLevel.Error, "The files of server.tls cannot be used: new connections are shown the certificate from before.")]
    internal static partial void CertificateNotRenewed(ILogger logger, Exception failure);

    [LoggerMessage(2503, LogLevel.Information, "Stopping: new requests are refused, running ones finish.")]
    internal static partial void Stopping(ILogger logger);
}
