// What the licence part logs: never a customer, a contact, a key or a file.
namespace Router.Licensing;

internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "Licence {LicenseId} is accepted ({State})")]
    internal static partial void Accepted(ILogger logger, string licenseId, string state);

    [LoggerMessage(1401, LogLevel.Warning, "The licence's state is {State} (reason: {Reason}); `router license status` and GET /admin/license tell more")]
    internal static partial void StateChanged(ILogger logger, string state, string reason);

    [LoggerMessage(1402, LogLevel.Warning, "Licence {LicenseId} ends within {Days} days; put its renewal at license.path")]
    internal static partial void EndsSoon(ILogger logger, string licenseId, int days);

    [LoggerMessage(1403, LogLevel.Warning, "The machine's clock is {Seconds} s behind the highest time seen; set it right")]
    internal static partial void ClockBehind(ILogger logger, long seconds);

    [LoggerMessage(1404, LogLevel.Information, "Credit note {CreditId} is taken up")]
    internal static partial void CreditTaken(ILogger logger, string creditId);

    [LoggerMessage(1405, LogLevel.Information, "The revocation list of epoch {Epoch} is accepted")]
    internal static partial void RevocationsAccepted(ILogger logger, long epoch);

    [LoggerMessage(1406, LogLevel.Error, "The licence's files could not be looked at; what was accepted stays in force")]
    internal static partial void LookFailed(ILogger logger, Exception failure);

    [LoggerMessage(1407, LogLevel.Warning, "The highest time seen could not be kept ({Failure})")]
    internal static partial void MarkNotSaved(ILogger logger, string failure);

    [LoggerMessage(1420, LogLevel.Warning, "The file of leases {Path} cannot be used ({Reason}); with a licence that says how many processes may run, this one does not serve")]
    internal static partial void LeaseFileUnusable(ILogger logger, string path, string reason);

    [LoggerMessage(1421, LogLevel.Information, "This process may serve by the licence's number of processes")]
    internal static partial void LeaseTaken(ILogger logger);

    [LoggerMessage(1422, LogLevel.Warning, "Other processes hold all leases of the licence in {Path}; this one serves as soon as one is free")]
    internal static partial void LeaseLost(ILogger logger, string path);
}
