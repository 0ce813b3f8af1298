// The licence of this process, as it stands.
using Router.Configuration;

namespace Router.Licensing;

/// <summary>Gathers from the parts of a running router what is told of its licence.</summary>
/// <param name="callers">Callers that count, in order of first registration.</param>
/// <param name="volumeUse">Of a limit on requests or tokens how much is used and when it begins anew, by its name.</param>
/// <param name="live">Processes that hold a lease, by the last look.</param>
internal sealed class LicenseOverview(
    LicenseOffice office, ConfigurationState configuration, Func<RouterSnapshot, IReadOnlyList<string>> callers,
    Func<string, (long Used, long? ResetsAtMs)?> volumeUse, Func<int?> live, TimeProvider time)
{
    /// <summary>The facts of this moment.</summary>
    internal LicenseFacts Now()
    {
        var snapshot = configuration.Current;
        return new LicenseFacts
        {
            Standing = office.Current,
            Snapshot = snapshot,
            KeySource = office.Keys.SourceWord,
            Callers = callers(snapshot),
            VolumeUse = volumeUse,
            Live = live(),
            RevocationsState = office.RevocationsState,
            Revocations = office.Revocations,
            Credits = office.Credits,
            OtherCredits = office.RefusedCredits,
            HighestSeen = office.Watch.Mark,
            Replacement = office.Replacement,
            CheckedAt = time.GetUtcNow().ToUnixTimeSeconds(),
        };
    }
}
