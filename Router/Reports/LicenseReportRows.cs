// The rows of the licence's report that come from its facts.
using System.Globalization;
using Router.Configuration;
using Router.Licensing;

namespace Router.Reports;

/// <summary>From <see cref="LicenseFacts"/> to rows of <see cref="LicenseReport"/>, section by section.</summary>
internal static class LicenseReportRows
{
    /// <summary>A row with the columns of the report in their order.</summary>
    internal static ReportCell[] Row(
        string section, string name, string? value = null, long? used = null, long? allowed = null, long? remaining = null, long? requests = null,
        long? tokens = null, long? at = null, string? detail = null) =>
        [section, name, value, used, allowed, remaining, requests, tokens, at, detail];

    /// <summary>What holds now, each with its name, for a terminal.</summary>
    internal static IEnumerable<(string Name, string Value)> Lines(LicenseFacts facts) =>
    [
        .. OfLicense(facts).Select(row => (row[1].Text!, row[2].Text!)),
        .. OfLimits(facts).Select(row => ($"limit {row[1].Text}", string.Create(CultureInfo.InvariantCulture, $"{(row[3].Number is { } used ? used : "?")} of {row[4].Number}"))),
        .. OfWarnings(facts).Select(row => ($"warning {row[1].Text}", row[9].Text!)),
    ];

    internal static IEnumerable<ReportCell[]> OfLicense(LicenseFacts facts)
    {
        var (judged, terms) = (facts.Judgement, facts.Terms);
        yield return Fact("state", "State", judged.State.Word());
        if (judged.Reason is { } reason)
        {
            yield return Fact("reason", "Reason", reason);
        }

        if (judged.Code is { } code)
        {
            yield return Fact("code", "Answer to requests", code);
        }

        foreach (var row in terms is null ? [] : OfTerms(terms, judged))
        {
            yield return row;
        }

        yield return Fact("key_source", "Trusted keys", facts.KeySource);
        yield return Fact("environment", "Environment here", facts.Snapshot.License.Environment);
        yield return Fact("binding", "Binding", facts.Binding);
        if (facts.HighestSeen is { } seen)
        {
            yield return Moment("highest_time_seen", "Highest time seen", seen);
        }

        yield return Moment("checked_at", "Checked", facts.CheckedAt);
    }

    internal static IEnumerable<ReportCell[]> OfLimits(LicenseFacts facts)
    {
        foreach (var use in facts.Limits)
        {
            yield return Row("limit", use.Limit, used: use.Used, allowed: use.Max, remaining: use.Remaining, at: use.ResetsAtMs);
        }

        if (facts.Terms?.Deployment.MaxInstances is { } most)
        {
            yield return Row("limit", "instances.max", used: facts.Live, allowed: most, remaining: facts.Live is { } live ? Math.Max(0, most - live) : null);
        }
    }

    /// <summary>What is not as it should be now.</summary>
    internal static IEnumerable<ReportCell[]> OfWarnings(LicenseFacts facts)
    {
        if (facts.HighestSeen is { } seen && LicenseClock.IsBehind(facts.CheckedAt, seen))
        {
            yield return Warning("clock_behind", "the clock of the machine is behind the highest time seen");
        }

        if (facts.RevocationsState is "stale" or "missing")
        {
            yield return Warning($"revocations_{facts.RevocationsState}", "the revocation list is older than the one in force, overdue, damaged or not there");
        }

        if (facts.Replacement is { State: "refused" } refused)
        {
            yield return Warning("replacement_refused", $"the file at license.path is not the licence in force: {refused.Reason}");
        }

        foreach (var unknown in facts.Terms is { } terms ? terms.UnknownFeatures : [])
        {
            yield return Warning("unknown_feature", $"this program does not know {unknown}, and grants nothing for it");
        }
    }

    internal static IEnumerable<ReportCell[]> OfCredits(LicenseFacts facts)
    {
        foreach (var credit in facts.Credits)
        {
            yield return Row("credit", credit.Id, "taken", requests: credit.Requests, tokens: credit.Tokens, at: credit.TakenAt * 1000);
        }

        foreach (var (file, fate) in facts.OtherCredits)
        {
            yield return fate == CreditFolder.Pending ? Row("credit", file, fate) : Row("credit", file, "ignored", detail: fate);
        }
    }

    internal static IEnumerable<ReportCell[]> OfRevocations(LicenseFacts facts)
    {
        if (facts.RevocationsState == "none")
        {
            yield break;
        }

        yield return Row(
            "revocation", "list", facts.RevocationsState, at: facts.Revocations?.IssuedAt * 1000,
            detail: facts.Revocations is { } list ? string.Create(CultureInfo.InvariantCulture, $"epoch {list.Epoch}") : null);
        if (facts.Revoked is { } ended)
        {
            yield return Row(
                "revocation", ended.LicenseId ?? $"key {ended.KeyId}", RevocationReader.Statuses[(int)ended.Status], at: ended.Effective * 1000, detail: ended.Why);
        }
    }

    private static IEnumerable<ReportCell[]> OfTerms(LicenseTerms terms, LicenseJudgement judged)
    {
        yield return Fact("edition", "Edition", terms.Sku);
        yield return Fact("customer_name", "Customer", terms.CustomerName);
        yield return Fact("customer_id", "Customer id", terms.CustomerId);
        yield return Fact("license_id", "Licence id", terms.Id);
        if (terms.Renews is { } before)
        {
            yield return Fact("renews", "Renews", before);
        }

        yield return Moment("issued_at", "Issued", terms.IssuedAt);
        yield return Moment("not_before", "Begins", terms.NotBefore);
        yield return Moment("expires_at", "Ends", terms.ExpiresAt);
        yield return Moment("grace_until", "Grace until", terms.GraceUntil);
        if (judged.State.Serves())
        {
            yield return Fact("days_left", "Days left", LicenseLead.Days(judged.SecondsLeft).ToString(CultureInfo.InvariantCulture));
            yield return Fact("grace_days_left", "Days left with grace", LicenseLead.Days(judged.GraceSecondsLeft).ToString(CultureInfo.InvariantCulture));
        }

        yield return Fact("features", "Features", string.Join(", ", FeatureNames.Each(terms.Features)));
        yield return Fact("mode", "Mode", terms.Deployment.Mode);
        yield return Fact("deployment_id", "For deployment", terms.Deployment.DeploymentId ?? "any");
        yield return Fact("environments", "For environments", string.Join(", ", terms.Deployment.Environments));
        yield return Fact("issuer", "Issuer", terms.Issuer);
        yield return Fact("kid", "Signing key", terms.KeyId);
    }

    private static ReportCell[] Fact(string name, string label, string value) => Row("license", name, value, detail: label);

    // The value for people, the moment for programs.
    private static ReportCell[] Moment(string name, string label, long seconds) =>
        Row("license", name, UtcText.OfSeconds(seconds), at: seconds * 1000, detail: label);

    private static ReportCell[] Warning(string name, string detail) => Row("warning", name, detail: detail);
}
