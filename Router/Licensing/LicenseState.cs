// What a licence is at a moment.
namespace Router.Licensing;

/// <summary>The states of licence section 6, in their order: the first that holds is the state.</summary>
internal enum LicenseState
{
    Missing,
    Invalid,
    Revoked,
    BindingMismatch,
    ClockRollback,
    NotYetValid,
    Expired,
    InstancesExceeded,
    Grace,
    Expiring,
    Valid,
}
