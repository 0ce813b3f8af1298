// The facts of a licence as JSON (licence section 9).
using System.Text.Json;
using Router.Configuration;

namespace Router.Licensing;

/// <summary>The members of <c>GET /admin/license</c> and of <c>router license status --json</c>.</summary>
internal static class LicenseFactsJson
{
    /// <summary>Writes the members into the object that is open.</summary>
    internal static void Write(Utf8JsonWriter json, LicenseFacts facts)
    {
        var (judged, terms) = (facts.Judgement, facts.Terms);
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
        json.WriteString("key_source"u8, facts.KeySource);
        json.WriteString("issued_at"u8, Utc(terms?.IssuedAt));
        json.WriteString("not_before"u8, Utc(terms?.NotBefore));
        json.WriteString("expires_at"u8, Utc(terms?.ExpiresAt));
        json.WriteString("grace_until"u8, Utc(terms?.GraceUntil));
        json.WriteNumber("seconds_left"u8, judged.SecondsLeft);
        WriteList(json, "features"u8, FeatureNames.Each(facts.Standing.Features));
        WriteList(json, "unknown_features"u8, terms is null ? [] : terms.UnknownFeatures);
        WriteLimits(json, facts);
        WriteDeployment(json, terms);
        json.WriteString("environment"u8, facts.Snapshot.License.Environment);
        json.WriteString("binding"u8, facts.Binding);
        json.WriteStartObject("instances"u8);
        WriteNumber(json, "max"u8, terms?.Deployment.MaxInstances);
        WriteNumber(json, "live"u8, facts.Live);
        json.WriteEndObject();
        json.WriteStartObject("revocations"u8);
        json.WriteString("state"u8, facts.RevocationsState);
        WriteNumber(json, "epoch"u8, facts.Revocations?.Epoch);
        json.WriteEndObject();
        WriteCredits(json, facts);
        json.WriteStartObject("clock"u8);
        json.WriteString("highest_seen"u8, Utc(facts.HighestSeen));
        json.WriteEndObject();
        WriteReplacement(json, facts.Replacement);
        WriteBlocked(json, facts.Blocked);
        WriteContacts(json, terms);
        json.WriteString("checked_at"u8, Utc(facts.CheckedAt));
    }

    private static void WriteLimits(Utf8JsonWriter json, LicenseFacts facts)
    {
        json.WriteStartArray("limits"u8);
        WriteObjects(json, facts.Limits, use =>
        {
            json.WriteString("limit"u8, use.Limit);
            json.WriteNumber("max"u8, use.Max);
            WriteNumber(json, "used"u8, use.Used);
            WriteNumber(json, "remaining"u8, use.Remaining);
            json.WriteString("resets_at"u8, Utc(use.ResetsAtMs / 1000));
        });
        json.WriteEndArray();
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

    private static void WriteCredits(Utf8JsonWriter json, LicenseFacts facts)
    {
        json.WriteStartArray("credits"u8);
        WriteObjects(json, facts.Credits, credit =>
        {
            json.WriteString("credit_id"u8, credit.Id);
            json.WriteString("state"u8, "taken"u8);
            json.WriteNumber("requests"u8, credit.Requests);
            json.WriteNumber("tokens"u8, credit.Tokens);
        });
        WriteObjects(json, facts.OtherCredits, credit =>
        {
            var (file, fate) = credit;
            json.WriteString("file"u8, file);
            json.WriteString("state"u8, fate == CreditFolder.Pending ? fate : "ignored");
            json.WriteString("reason"u8, fate == CreditFolder.Pending ? null : fate);
        });
        json.WriteEndArray();
    }

    private static void WriteReplacement(Utf8JsonWriter json, Replacement? replacement)
    {
        if (replacement is null)
        {
            json.WriteNull("replacement"u8);
            return;
        }

        json.WriteStartObject("replacement"u8);
        json.WriteString("state"u8, replacement.State);
        json.WriteString("reason"u8, replacement.Reason);
        json.WriteEndObject();
    }

    private static void WriteBlocked(Utf8JsonWriter json, IReadOnlyList<BlockedItem> items)
    {
        json.WriteStartArray("blocked"u8);
        WriteObjects(json, items, blocked =>
        {
            json.WriteString("what"u8, blocked.What);
            json.WriteString("name"u8, blocked.Name);
            json.WriteString("needs"u8, blocked.Needs);
            json.WriteString("code"u8, blocked.Code);
        });
        json.WriteEndArray();
    }

    private static void WriteContacts(Utf8JsonWriter json, LicenseTerms? terms)
    {
        json.WriteStartArray("contacts"u8);
        WriteObjects(json, terms is null ? [] : terms.Contacts, contact =>
        {
            json.WriteString("role"u8, contact.Role);
            json.WriteString("name"u8, contact.Name);
            json.WriteString("email"u8, contact.Email);
        });
        json.WriteEndArray();
    }

    /// <summary>An object for each, into the array that is open.</summary>
    private static void WriteObjects<T>(Utf8JsonWriter json, IEnumerable<T> items, Action<T> writeMembers)
    {
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        }
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

    private static string? Utc(long? seconds) => seconds is { } known ? UtcText.OfSeconds(known) : null;
}
