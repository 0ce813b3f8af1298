// /admin/config/…: revisions, reload, rollback.
using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Router.Callers;
using Router.Configuration;
using Router.Ledger;

namespace Router.Admin;

/// <summary>The state of the configuration and what changes it (contract section 2).</summary>
internal sealed class ConfigurationEndpoints(ConfigurationReloader reloader, RevisionLog revisions)
{
    private const int MaxBodyBytes = 4096;

    /// <summary><c>{revisions: [{revision, accepted_at, by, active}]}</c>, newest first.</summary>
    internal Task ListAsync(HttpContext http)
    {
        IReadOnlyList<Revision> entries;
        try
        {
            entries = revisions.List();
        }
        catch (DbException)
        {
            return AdminAnswer.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "ledger_unavailable", "The ledger cannot be read now.");
        }

        return AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json => Write(json, entries));
    }

    /// <summary>Reads the file now.</summary>
    internal Task ReloadAsync(HttpContext http, AdminIdentity admin) => AnswerAsync(http, reloader.Reload(admin.Id));

    /// <summary><c>{"revision": N}</c>: goes back to that revision.</summary>
    internal async Task RollbackAsync(HttpContext http, AdminIdentity admin)
    {
        if (await RevisionAsync(http).ConfigureAwait(false) is not { } revision)
        {
            await AdminAnswer.ErrorAsync(http, StatusCodes.Status400BadRequest, "invalid_body", "Send {\"revision\": N}; GET /admin/config/revisions lists them.")
                .ConfigureAwait(false);
            return;
        }

        await AnswerAsync(http, reloader.Rollback(revision, admin.Id)).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Revision> entries)
    {
        json.WriteStartArray("revisions"u8);
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("revision"u8, entry.Number);
            json.WriteString("accepted_at"u8, UtcText.Exact(entry.AcceptedAt));
            json.WriteString("by"u8, entry.By);
            json.WriteBoolean("active"u8, entry.Active);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async Task<int?> RevisionAsync(HttpContext http)
    {
        var body = new byte[MaxBodyBytes];
        var read = await http.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, http.RequestAborted).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(body.AsMemory(0, read));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("revision"u8, out var revision)
                && revision.ValueKind == JsonValueKind.Number
                && revision.TryGetInt32(out var number)
                    ? number
                    : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The second: names are compared, and one that holds half of a surrogate pair cannot be.
            return null;
        }
    }

    private static Task AnswerAsync(HttpContext http, ReloadResult result) => result switch
    {
        ReloadResult.Accepted accepted => StateAsync(http, accepted.Revision, changed: true),
        ReloadResult.Unchanged unchanged => StateAsync(http, unchanged.Revision, changed: false),
        ReloadResult.Refused refused => RefusedAsync(http, refused.Problems),
        ReloadResult.Unknown unknown => AdminAnswer.ErrorAsync(
            http, StatusCodes.Status404NotFound, "not_found", $"There is no revision {unknown.Revision}; GET /admin/config/revisions lists them."),
        _ => throw new InvalidOperationException(result.GetType().Name),
    };

    private static Task StateAsync(HttpContext http, int revision, bool changed) => AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteNumber("revision"u8, revision);
        json.WriteBoolean("changed"u8, changed);
    });

    private static Task RefusedAsync(HttpContext http, ImmutableArray<ConfigurationProblem> problems)
    {
        http.Response.Headers["x-router-error"] = "invalid_configuration";
        return AdminAnswer.JsonAsync(http, StatusCodes.Status400BadRequest, json =>
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, "invalid_configuration"u8);
            json.WriteString("message"u8, "The configuration has problems; the one in force stays in force.");
            json.WriteEndObject();
            ConfigurationProblem.Write(json, "problems", problems);
        });
    }
}
