// What the licence part logs: never a customer, a contact, a key or a file.
namespace Router.Licensing;

internal static partial class Log
{
    [LoggerMessage(1420, LogLevel.Warning, "The file of leases {Path} cannot be used ({Reason}); with a licence that says how many processes may run, this one does not serve")]
    internal static partial void LeaseFileUnusable(ILogger logger, string path, string reason);

    [LoggerMessage(1421, LogLevel.Information, "This process may serve by the licence's number of processes")]
    internal static partial void LeaseTaken(ILogger logger);

    [LoggerMessage(1422, LogLevel.Warning, "Other processes hold all leases of the licence in {Path}; this one serves as soon as one is free")]
    internal static partial void LeaseLost(ILogger logger, string path);
}
