// Puts the licence's refusals into words for callers.
using Router.Inference;
using Router.Licensing;

namespace Router.Relay;

/// <summary>Callers see the code, the feature or limit, and the request id; never customer, contacts, dates or ids (licence section 6).</summary>
internal static class LicenseErrors
{
    private static readonly TimeSpan UntilNextLease = TimeSpan.FromSeconds(10);

    /// <summary>The refusal of a state; null when it serves.</summary>
    internal static RouterError? Of(LicenseState state) => state switch
    {
        LicenseState.Missing => Say(ErrorCode.LicenseMissing, "The router has no licence."),
        LicenseState.Invalid => Say(ErrorCode.LicenseInvalid, "The router's licence is not accepted."),
        LicenseState.Revoked => Say(ErrorCode.LicenseRevoked, "The router's licence was revoked."),
        LicenseState.BindingMismatch => Say(ErrorCode.LicenseBindingMismatch, "The router's licence is for another deployment."),
        LicenseState.ClockRollback => Say(ErrorCode.LicenseClockRollback, "The clock of the router's machine was set back."),
        LicenseState.NotYetValid => Say(ErrorCode.LicenseNotYetValid, "The router's licence is not valid yet."),
        LicenseState.Expired => Say(ErrorCode.LicenseExpired, "The router's licence has ended."),
        LicenseState.InstancesExceeded => Say(ErrorCode.LicenseInstancesExceeded, "This router has none of the leases that its licence allows.") with { RetryAfter = UntilNextLease },
        LicenseState.Grace or LicenseState.Expiring or LicenseState.Valid => null,
    };

    /// <summary>A feature that the licence does not have.</summary>
    /// <param name="group">The group that needs it; null when every request does.</param>
    internal static RouterError Feature(LicenseFeatures feature, string? group) => Say(
        ErrorCode.LicenseFeatureMissing,
        group is null
            ? $"The router's licence does not have the feature '{FeatureNames.Of(feature)}'."
            : $"The router's licence does not have the feature '{FeatureNames.Of(feature)}', which the group '{group}' needs.");

    /// <summary>A number that the licence sets, by its name in the licence.</summary>
    internal static RouterError Limit(string limit, string what) => Say(ErrorCode.LicenseLimitExceeded, $"The router's licence limits {limit}, and {what}.");

    private static RouterError Say(ErrorCode code, string detail) => new(code, detail + " Tell the router's operator.");
}
