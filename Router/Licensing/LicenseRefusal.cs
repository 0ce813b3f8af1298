// Why one file was refused.
namespace Router.Licensing;

/// <summary>A reason, and a sentence for whoever holds the file; it tells nothing of customers or keys beyond names of claims.</summary>
internal sealed record LicenseRefusal(LicenseReason Reason, string Detail);
