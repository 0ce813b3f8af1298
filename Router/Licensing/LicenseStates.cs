// The words and codes of the states.
namespace Router.Licensing;

/// <summary>How <see cref="LicenseState"/> is written.</summary>
internal static class LicenseStates
{
    /// <summary>The word of licence section 6.</summary>
    internal static string Word(this LicenseState state) => state switch
    {
        LicenseState.Missing => "missing",
        LicenseState.Invalid => "invalid",
        LicenseState.Revoked => "revoked",
        LicenseState.BindingMismatch => "binding_mismatch",
        LicenseState.ClockRollback => "clock_rollback",
        LicenseState.NotYetValid => "not_yet_valid",
        LicenseState.Expired => "expired",
        LicenseState.InstancesExceeded => "instances_exceeded",
        LicenseState.Grace => "grace",
        LicenseState.Expiring => "expiring",
        LicenseState.Valid => "valid",
    };

    /// <summary>The error code of a state that refuses; null for one that serves.</summary>
    internal static string? Code(this LicenseState state) => state.Serves() ? null : "license_" + state.Word();

    /// <summary>True for <c>grace</c>, <c>expiring</c> and <c>valid</c>.</summary>
    internal static bool Serves(this LicenseState state) => state >= LicenseState.Grace;
}
