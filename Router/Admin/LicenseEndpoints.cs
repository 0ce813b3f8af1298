// What administrators see of the licence.
using Router.Configuration;
using Router.Licensing;
using Router.Telemetry;

namespace Router.Admin;

/// <summary><c>GET /admin/license</c> and <c>POST /admin/license/reload</c> (licence section 9).</summary>
internal sealed class LicenseEndpoints(LicenseOffice office, LicenseOverview overview)
{
    /// <summary>The licence as it stands.</summary>
    internal Task GetAsync(HttpContext http) =>
        AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json => LicenseFactsJson.Write(json, overview.Now()));

    /// <summary>Looks at the files now, and answers as <see cref="GetAsync"/>.</summary>
    internal Task ReloadAsync(HttpContext http)
    {
        office.Look();
        return GetAsync(http);
    }

    /// <summary>The word of the state in force.</summary>
    internal string State => office.Current.Judgement.State.Word();

    /// <summary>The header that every admin answer carries in the time of grace; null at any other time.</summary>
    internal string? GraceNotice() => office.Current is { Judgement.State: LicenseState.Grace, Terms: { } terms }
        ? $"grace; until={UtcText.OfSeconds(terms.GraceUntil)}"
        : null;

    /// <summary>What a scrape tells.</summary>
    internal LicenseFigures Figures()
    {
        var facts = overview.Now();
        return new LicenseFigures(
            [.. Enum.GetValues<LicenseState>().Select(state => state.Word())],
            facts.Judgement.State.Word(),
            facts.Judgement.SecondsLeft,
            facts.Judgement.GraceSecondsLeft,
            [.. facts.Limits.Select(limit => (limit.Limit, limit.Max, limit.Used ?? 0))],
            facts.Live ?? 0,
            facts.Revocations?.Epoch ?? 0);
    }
}
