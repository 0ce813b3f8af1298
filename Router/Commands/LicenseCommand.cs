// router license: for those who install licences and for those who issue them.
using System.CommandLine;

namespace Router.Commands;

/// <summary>The verb <c>license</c> with its own verbs. None of them uses a network.</summary>
internal static class LicenseCommand
{
    internal static Command Create(CommandContext context) =>
        new("license", "Show, check and issue licences")
        {
            LicenseInspectCommand.Create(context),
            LicenseVerifyCommand.Create(context),
            LicenseCheckCommand.Create(context),
            LicenseStatusCommand.Create(context),
            LicenseKeygenCommand.Create(context),
            LicenseIssueCommand.Create(context),
            LicenseRenewCommand.Create(context),
            LicenseTopUpCommand.Create(context),
            LicenseRevokeCommand.Create(context),
        };
}
