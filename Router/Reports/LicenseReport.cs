// The report of the licence: what it is, what it allows and how much of that is used, and what became of it.
using System.Collections.Immutable;
using Dapper;
using Router.Licensing;
using Router.Storage;

namespace Router.Reports;

/// <summary>
/// As Markdown the closing statement of a licence that ended. Its rows are of several kinds, told apart by <c>section</c>; each fills the
/// columns that it has something for.
/// </summary>
/// <param name="facts">What every other place tells of the licence too.</param>
internal sealed class LicenseReport(Func<LicenseFacts> facts, SqliteDatabase database) : ReportDefinition
{
    private const string Section = "section";
    private const string Folder = "sqlite/reports/";
    private const string NoneInPeriod = "None in this period.";

    private static readonly ImmutableArray<ReportSection> AllSections =
    [
        new("license", "The licence", "There is none.", [("detail", "What"), ("value", "Value")]),
        new("limit", "Limits and use", "It sets no limits.", [("name", "Limit"), ("used", "Used"), ("allowed", "Allowed"), ("remaining", "Left"), ("at", "Begins anew")]),
        new("warning", "Warnings", "None.", [("at", "Since"), ("name", "Warning"), ("detail", "Meaning")]),
        new("credit", "Credit notes", "None.", [("name", "Note"), ("value", "State"), ("requests", "Requests"), ("tokens", "Tokens"), ("at", "Taken up"), ("detail", "Reason")]),
        new("revocation", "Revocations", "No list is configured.", [("name", "What"), ("value", "State"), ("at", "From"), ("detail", "Detail")]),
        new("state", "States", NoneInPeriod, [("at", "When"), ("value", "State"), ("name", "Licence"), ("detail", "Reason")]),
        new("refusal", "Refused requests", NoneInPeriod, [("name", "Code"), ("requests", "Requests"), ("at", "Last one")]),
    ];

    internal override string Name => "license";

    internal override string Title => "Licence";

    internal override ImmutableArray<ReportColumn> Columns { get; } =
    [
        new(Section, ReportType.Text), new("name", ReportType.Text), new("value", ReportType.Text), new("used", ReportType.Integer),
        new("allowed", ReportType.Integer), new("remaining", ReportType.Integer), new("requests", ReportType.Integer, "requests"),
        new("tokens", ReportType.Integer, "tokens"), new("at", ReportType.Time), new("detail", ReportType.Text),
    ];

    internal override ImmutableArray<ReportDimension> Dimensions { get; } = [new(Section, [.. AllSections.Select(section => section.Key)])];

    internal override ImmutableArray<string> Measures { get; } = ["used", "allowed", "remaining", "requests", "tokens"];

    internal override ImmutableArray<string> Parameters { get; } = ["from", "to", "since", "filter", "limit", "cursor", ReportParameters.Format];

    internal override ReportData Read(ReportQuery query)
    {
        var now = facts();
        var from = query.From ?? Math.Min((now.Terms?.NotBefore * 1000) ?? 0, query.To);
        ImmutableArray<ReportSection> sections = [.. AllSections.Where(section => query.Wants(Section, section.Key))];
        return new ReportData(from, query.To, LicenseLead.Of(now), sections, Rows(sections, now, Warnings(now), from, query.To));
    }

    private IEnumerable<ReportCell[]> Rows(
        ImmutableArray<ReportSection> sections, LicenseFacts now, List<ReportCell[]> warnings, long from, long to) => sections.SelectMany(section => section.Key switch
        {
            "license" => LicenseReportRows.OfLicense(now),
            "limit" => LicenseReportRows.OfLimits(now),
            "warning" => warnings,
            "credit" => LicenseReportRows.OfCredits(now),
            "revocation" => LicenseReportRows.OfRevocations(now),
            "state" => States(from, to),
            _ => Refusals(from, to),
        });

    /// <summary>Read at once, so that a ledger that cannot be read is known before anything is written.</summary>
    private List<ReportCell[]> Warnings(LicenseFacts now) =>
    [
        .. GivenWarnings(now.Terms?.Id),
        .. LicenseReportRows.OfWarnings(now),
    ];

    private IEnumerable<ReportCell[]> GivenWarnings(string? licenseId)
    {
        using var connection = database.OpenReader();
        return connection
            .Query<GivenWarning>(
                EmbeddedSql.Text(Folder + "license_warnings.sql"), new { license_id = licenseId }, commandTimeout: connection.DefaultTimeout)
            .Select(warning => LicenseReportRows.Row(
                "warning", $"ends_within_{warning.Days}_days", at: warning.WarnedAt * 1000, detail: "the end of the licence came near, and was told of"));
    }

    private IEnumerable<ReportCell[]> States(long from, long to)
    {
        using var connection = database.OpenReader();
        var states = connection.Query<LoggedState>(
            EmbeddedSql.Text(Folder + "license_states.sql"), new { from, to }, buffered: false, commandTimeout: connection.DefaultTimeout);
        foreach (var state in states)
        {
            var told = state.Detail.Split(": ", 2);
            yield return LicenseReportRows.Row("state", state.Subject, told[0], at: state.At, detail: told.Length > 1 ? told[1] : null);
        }
    }

    private IEnumerable<ReportCell[]> Refusals(long from, long to)
    {
        using var connection = database.OpenReader();
        return connection
            .Query<Refusal>(EmbeddedSql.Text(Folder + "license_refusals.sql"), new { from, to }, commandTimeout: connection.DefaultTimeout)
            .Select(refusal => LicenseReportRows.Row("refusal", refusal.ErrorCode, requests: refusal.Requests, at: refusal.LastAt));
    }

    internal sealed record GivenWarning(long Days, long WarnedAt);

    internal sealed record LoggedState(long At, string Subject, string Detail);

    internal sealed record Refusal(string ErrorCode, long Requests, long LastAt);
}
