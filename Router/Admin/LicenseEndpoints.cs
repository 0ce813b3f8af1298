// What administrators see of the licence.
using System.Globalization;
using System.Text.Json;
using Router.Callers;
using Router.Configuration;
using Router.Licensing;
using Router.Telemetry;

namespace Router.Admin;

/// <summary><c>GET /admin/license</c> and <c>POST /admin/license/reload</c> (licence section 9).</summary>
/// <param name="usage">Of each limit how much is used and when it begins anew: by the name of the limit.</param>
/// <param name="instances">Processes that hold a lease now.</param>
internal sealed class LicenseEndpoints(
    LicenseOffice office, ConfigurationState configuration, CallerRanks callers, Func<string, (long Used, long? ResetsAtMs)?> usage, Func<int> instances, TimeProvider time)
{
    /// <summary>The licence as it stands.</summary>
    internal Task GetAsync(HttpContext http) => AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json => Write(json, office.Current));

    /// <summary>Looks at the files now, and answers as <see cref="GetAsync"/>.</summary>
    internal Task ReloadAsync(HttpContext http) => AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json => Write(json, office.Look()));

    /// <summary>The word of the state in force.</summary>
    internal string State => office.Current.Judgement.State.Word();

    /// <summary>The header that every admin answer carries in the time of grace; null at any other time.</summary>
    internal string? GraceNotice() => office.Current is { Judgement.State: LicenseState.Grace, Terms: { } terms } ? $"grace; until={Utc(terms.GraceUntil)}" : null;

    private void Write(Utf8JsonWriter json, LicenseStanding standing)
    {
        var (judged, terms, snapshot) = (standing.Judgement, standing.Terms, configuration.Current);
        json.WriteString("state"u8, judged.State.Word());
        json.WriteString("code"u8, judged.Code);
        json.WriteString("reason"u8, judged.Reason);
        WriteNumber(json, "warning"u8, judged.Warning);
        json.WriteString("license_id"u8, terms?.Id);
        json.WriteString("customer_id"u8, terms?.CustomerId);
        json.WriteString("customer_name"u8, terms?.CustomerName);
        json.WriteString("sku"u8, terms?.Sku);
        json.WriteString("issuer"u8, terms?.Issuer);
        json.WriteString("kid"u8, terms?.KeyId);
        json.WriteString("key_source"u8, office.Keys.SourceWord);
        json.WriteString("issued_at"u8, Utc(terms?.IssuedAt));
        json.WriteString("not_before"u8, Utc(terms?.NotBefore));
        json.WriteString("expires_at"u8, Utc(terms?.ExpiresAt));
        json.WriteString("grace_until"u8, Utc(terms?.GraceUntil));
        json.WriteNumber("seconds_left"u8, judged.SecondsLeft);
        WriteList(json, "features"u8, FeatureNames.Each(standing.Features));
        WriteList(json, "unknown_features"u8, terms is null ? [] : terms.UnknownFeatures);
        json.WriteStartArray("limits"u8);
        foreach (var (limit, max) in Limits(standing))
        {
            WriteLimit(json, limit, max, snapshot);
        }

        json.WriteEndArray();
        WriteDeployment(json, terms);
        json.WriteString("environment"u8, snapshot.License.Environment);
        json.WriteString("binding"u8, terms is null ? "none" : LicenseBinding.Of(snapshot.License).Word(terms));
        json.WriteStartObject("instances"u8);
        WriteNumber(json, "max"u8, terms?.Deployment.MaxInstances);
        json.WriteNumber("live"u8, instances());
        json.WriteEndObject();
        json.WriteStartObject("revocations"u8);
        json.WriteString("state"u8, office.RevocationsState);
        WriteNumber(json, "epoch"u8, office.Revocations?.Epoch);
        json.WriteEndObject();
        WriteCredits(json);
        json.WriteStartObject("clock"u8);
        json.WriteString("highest_seen"u8, Utc(office.Watch.Mark));
        json.WriteEndObject();
        WriteReplacement(json);
        WriteBlocked(json, standing, snapshot);
        WriteContacts(json, terms);
        json.WriteString("checked_at"u8, Utc(time.GetUtcNow().ToUnixTimeSeconds()));
    }

    /// <summary>Every limit that is set, by its name in the licence, with what credit notes added.</summary>
    private IEnumerable<(string Limit, long Max)> Limits(LicenseStanding standing)
    {
        var (limits, credits) = (standing.Limits, office.Credits);
        (string, long?)[] all =
        [
            ("max_callers", limits.MaxCallers), ("max_groups", limits.MaxGroups), ("max_retention_days", limits.MaxRetentionDays),
            ("max_concurrent", limits.MaxConcurrent),
            ("requests.total", limits.Requests.Total + credits.Sum(credit => credit.Requests)), ("requests.month", limits.Requests.Month), ("requests.window", limits.Requests.WindowCount),
            ("tokens.total", limits.Tokens.Total + credits.Sum(credit => credit.Tokens)), ("tokens.month", limits.Tokens.Month), ("tokens.window", limits.Tokens.WindowCount),
        ];
        return all.Where(limit => limit.Item2 is not null).Select(limit => (limit.Item1, limit.Item2!.Value));
    }

    /// <summary>What a scrape tells.</summary>
    internal LicenseFigures Figures()
    {
        var standing = office.Current;
        return new LicenseFigures(
            [.. Enum.GetValues<LicenseState>().Select(state => state.Word())],
            standing.Judgement.State.Word(),
            standing.Judgement.SecondsLeft,
            standing.Judgement.GraceSecondsLeft,
            [.. Limits(standing).Select(limit => (limit.Limit, limit.Max, UsedOf(limit.Limit, configuration.Current)?.Used ?? 0))],
            instances(),
            office.Revocations?.Epoch ?? 0);
    }

    private (long Used, long? ResetsAtMs)? UsedOf(string limit, RouterSnapshot snapshot) => limit switch
    {
        "max_callers" => (callers.CountIn(snapshot), null),
        "max_groups" => (snapshot.Groups.Length, null),
        "max_retention_days" => ((long)Math.Min(snapshot.Ledger.LongestRetention.TotalDays, int.MaxValue), null),
        _ => usage(limit),
    };

    private void WriteLimit(Utf8JsonWriter json, string limit, long max, RouterSnapshot snapshot)
    {
        var used = UsedOf(limit, snapshot);
        json.WriteStartObject();
        json.WriteString("limit"u8, limit);
        json.WriteNumber("max"u8, max);
        WriteNumber(json, "used"u8, used?.Used);
        WriteNumber(json, "remaining"u8, used is { } known ? Math.Max(0, max - known.Used) : null);
        json.WriteString("resets_at"u8, Utc(used?.ResetsAtMs / 1000));
        json.WriteEndObject();
    }

    private static void WriteDeployment(Utf8JsonWriter json, LicenseTerms? terms)
    {
        if (terms is null)
        {
            json.WriteNull("deployment"u8);
            return;
        }

        json.WriteStartObject("deployment"u8);
        json.WriteString("mode"u8, terms.Deployment.Mode);
        json.WriteString("deployment_id"u8, terms.Deployment.DeploymentId);
        WriteList(json, "environments"u8, terms.Deployment.Environments);
        json.WriteEndObject();
    }

    private void WriteCredits(Utf8JsonWriter json)
    {
        json.WriteStartArray("credits"u8);
        foreach (var credit in office.Credits)
        {
            json.WriteStartObject();
            json.WriteString("credit_id"u8, credit.Id);
            json.WriteString("state"u8, "taken"u8);
            json.WriteNumber("requests"u8, credit.Requests);
            json.WriteNumber("tokens"u8, credit.Tokens);
            json.WriteEndObject();
        }

        foreach (var (file, fate) in office.RefusedCredits)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, file);
            json.WriteString("state"u8, "ignored"u8);
            json.WriteString("reason"u8, fate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteReplacement(Utf8JsonWriter json)
    {
        if (office.Replacement is not { } replacement)
        {
            json.WriteNull("replacement"u8);
            return;
        }

        json.WriteStartObject("replacement"u8);
        json.WriteString("state"u8, replacement.State);
        json.WriteString("reason"u8, replacement.Reason);
        json.WriteEndObject();
    }

    private void WriteBlocked(Utf8JsonWriter json, LicenseStanding standing, RouterSnapshot snapshot)
    {
        json.WriteStartArray("blocked"u8);
        foreach (var blocked in BlockedItems.Of(snapshot, callers.IdsIn(snapshot), standing.Terms, standing.Judgement))
        {
            json.WriteStartObject();
            json.WriteString("what"u8, blocked.What);
            json.WriteString("name"u8, blocked.Name);
            json.WriteString("needs"u8, blocked.Needs);
            json.WriteString("code"u8, blocked.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteContacts(Utf8JsonWriter json, LicenseTerms? terms)
    {
        json.WriteStartArray("contacts"u8);
        foreach (var contact in terms is null ? [] : terms.Contacts)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, contact.Role);
            json.WriteString("name"u8, contact.Name);
            json.WriteString("email"u8, contact.Email);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static string? Utc(long? seconds) => seconds is { } known
        ? DateTimeOffset.FromUnixTimeSeconds(known).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : null;
}
