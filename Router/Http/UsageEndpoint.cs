// GET /v1/usage: what the caller used.
using System.Data.Common;
using Router.Configuration;
using Router.Inference;
using Router.Ledger;
using Router.Licensing;
using Router.Relay;

namespace Router.Http;

/// <summary>The caller's own totals over the current month (UTC). No limit is a caller's own in this version, so their list is empty.</summary>
internal sealed class UsageEndpoint(
    ConfigurationState configuration, CallerGate gate, LicenseOffice office, UsageTotals totals, RequestIds ids, TimeProvider time)
{
    /// <summary>The answer.</summary>
    internal Task GetAsync(HttpContext http)
    {
        if (gate.Identify(http.Request, configuration.Current, out var caller) is { } denied)
        {
            return CallerAnswer.WriteErrorAsync(http, Dialect.OpenAIChat, ids.Next(), denied, http.RequestAborted);
        }

        // Readable as long as some licence had the feature, also when that has ended.
        var standing = office.Current;
        if (!(office.ReadableFeatures ?? standing.Features).HasFlag(LicenseFeatures.UsageReporting))
        {
            var unlicensed = standing.Terms is null ? LicenseErrors.Of(standing.Judgement.State)! : LicenseErrors.Feature(LicenseFeatures.UsageReporting, null);
            return CallerAnswer.WriteErrorAsync(http, Dialect.OpenAIChat, ids.Next(), unlicensed, http.RequestAborted);
        }

        CallerAnswer.WriteRequestId(http.Response, Dialect.OpenAIChat, ids.Next());
        var now = time.GetUtcNow();
        var since = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        CallerTotals used;
        try
        {
            used = totals.OfMonth(caller!.CallerId, since.ToUnixTimeMilliseconds());
        }
        catch (DbException)
        {
            var error = new RouterError(ErrorCode.LedgerUnavailable, "The ledger cannot be read now.") { RetryAfter = TimeSpan.FromSeconds(1) };
            return CallerAnswer.WriteErrorAsync(http, Dialect.OpenAIChat, ids.Next(), error, http.RequestAborted);
        }

        return Plain.JsonAsync(http, time, json =>
        {
            json.WriteString("caller"u8, caller.CallerId);
            json.WriteStartArray("limits"u8);
            json.WriteEndArray();
            json.WriteStartObject("totals"u8);
            json.WriteNumber("requests"u8, used.Requests);
            json.WriteNumber("input_tokens"u8, used.InputTokens);
            json.WriteNumber("output_tokens"u8, used.OutputTokens);
            json.WriteNumber("cost_usd"u8, used.Cost / 1_000_000_000m);
            json.WriteString("since"u8, UtcText.Of(since));
            json.WriteEndObject();
        });
    }
}
