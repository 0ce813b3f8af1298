// What a licence comes to, in sentences.
using System.Globalization;
using Router.Licensing;

namespace Router.Reports;

/// <summary>The first paragraph of the licence's report: for whoever reads no further.</summary>
internal static class LicenseLead
{
    private const long SecondsADay = 86_400;
    private const string NothingServed = "No new request is served; what was recorded stays readable.";

    internal static string Of(LicenseFacts facts) => facts.Terms is { } terms
        ? $"Licence {terms.Id} ({terms.Sku}) of {terms.CustomerName} {OfState(facts, terms)} It is signed by key {terms.KeyId} of {terms.Issuer}, {OfKey(facts.KeySource)}."
        : facts.Judgement.State == LicenseState.Missing
            ? $"There is no licence. {NothingServed}"
            : $"The licence is not accepted ({facts.Judgement.Reason}). {NothingServed}";

    /// <summary>Whole days from one moment to another, those begun not counted.</summary>
    internal static long Days(long seconds) => seconds / SecondsADay;

    private static string OfState(LicenseFacts facts, LicenseTerms terms) => facts.Judgement.State switch
    {
        LicenseState.Valid => $"is valid. It ends on {Day(terms.ExpiresAt)}, in {Count(facts.Judgement.SecondsLeft)}.",
        LicenseState.Expiring => $"is about to end: on {Day(terms.ExpiresAt)}, in {Count(facts.Judgement.SecondsLeft)}. Everything works.",
        LicenseState.Grace => $"ended on {Day(terms.ExpiresAt)} and is in its time of grace until {Day(terms.GraceUntil)}, for {Count(facts.Judgement.GraceSecondsLeft)} more. Everything works.",
        LicenseState.Expired => facts.Revoked is { Status: RevocationStatus.Cancelled } cancelled
            ? $"was cancelled and ended on {Day(cancelled.Effective)}. {NothingServed}"
            : $"ended on {Day(terms.GraceUntil)}. {NothingServed}",
        LicenseState.Revoked => facts.Revoked is { } revoked
            ? $"ended on {Day(revoked.Effective)}: it was {facts.Judgement.Reason}. {NothingServed}"
            : $"was {facts.Judgement.Reason}. {NothingServed}",
        LicenseState.BindingMismatch => $"is for another deployment ({facts.Judgement.Reason}). {NothingServed}",
        LicenseState.ClockRollback => $"is not judged, because the clock of the machine was set back. {NothingServed}",
        LicenseState.NotYetValid => $"begins on {Day(terms.NotBefore)}. {NothingServed}",
        LicenseState.InstancesExceeded => $"allows fewer processes than run. {NothingServed}",
        LicenseState.Invalid => $"is not accepted ({facts.Judgement.Reason}). {NothingServed}",
        LicenseState.Missing => NothingServed,
    };

    private static string OfKey(string source) => source == "configured" ? "which is one of license.trusted_keys" : "which is built into the program";

    private static string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(long seconds) => Days(seconds) switch
    {
        0 => "less than a day",
        1 => "1 day",
        var days => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
    };
}
