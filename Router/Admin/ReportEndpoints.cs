// /admin/reports: the list of reports, and each of them; and what the licence says of evidence.
using System.Data.Common;
using Microsoft.Net.Http.Headers;
using Router.Configuration;
using Router.Licensing;
using Router.Reports;

namespace Router.Admin;

/// <summary>Reports over HTTP (contract section 6): first what the licence says, then whether this version has the report, then its parameters.</summary>
/// <param name="office">Knows how far the last accepted licence goes.</param>
internal sealed class ReportEndpoints(ReportCatalogue catalogue, LicenseOffice office, TimeProvider time)
{
    /// <summary>The reports that there are, with their columns, dimensions and measures.</summary>
    internal Task ListAsync(HttpContext http) => AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartArray("reports"u8);
        foreach (var report in catalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, report.Name);
            JsonReportWriter.WriteColumns(json, report);
            WriteNames("dimensions", report.Dimensions.Select(dimension => dimension.Name));
            WriteNames("measures", report.Measures);
            WriteNames("parameters", report.Parameters);
            WriteNames("formats", ReportFormats.Words);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void WriteNames(string member, IEnumerable<string> names)
        {
            json.WriteStartArray(member);
            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }
    });

    /// <summary>One report in the format that is asked for.</summary>
    internal Task GetAsync(HttpContext http)
    {
        var name = http.Request.RouteValues["name"]?.ToString() ?? "";
        if (!ReportFeatures.Knows(name))
        {
            return AdminAnswer.ErrorAsync(http, StatusCodes.Status404NotFound, "not_found", "There is no report of this name; GET /admin/reports lists them.");
        }

        var given = http.Request.Query.ToDictionary(one => one.Key, one => one.Value.Select(value => value ?? "").ToArray(), StringComparer.Ordinal);
        if (ReportParameters.FormatOf(given, out var problem) is not { } format)
        {
            return RefuseAsync(http, problem!);
        }

        var missing = ReportFeatures.Missing(name, format.IsExport(), office.ReadableFeatures);
        if (missing != LicenseFeatures.None)
        {
            return UnlicensedAsync(http, missing, "this report or its format needs");
        }

        if (catalogue.Find(name) is not { } report)
        {
            return UnavailableAsync(http, $"The report {name} is");
        }

        return ReportParameters.Read(report, format, given, time.GetUtcNow().ToUnixTimeMilliseconds(), out problem) is { } query
            ? WriteAsync(http, report, query, format)
            : RefuseAsync(http, problem!);
    }

    /// <summary>The evidence of one request, which this version does not have; who may not have it hears that first.</summary>
    internal Task EvidenceAsync(HttpContext http) => office.ReadableFeatures is { } features && features.HasFlag(LicenseFeatures.AuditExport)
        ? UnavailableAsync(http, "Evidence of requests is")
        : UnlicensedAsync(http, LicenseFeatures.AuditExport, "evidence of requests needs");

    private static Task UnlicensedAsync(HttpContext http, LicenseFeatures missing, string whatNeeds) => AdminAnswer.ErrorAsync(
        http, StatusCodes.Status403Forbidden, BlockedItems.FeatureMissing, $"The licence does not have the feature '{FeatureNames.Of(missing)}', which {whatNeeds}.");

    private static Task UnavailableAsync(HttpContext http, string whatIs) =>
        AdminAnswer.ErrorAsync(http, StatusCodes.Status501NotImplemented, "not_available", $"{whatIs} not available in this version.");

    private static async Task WriteAsync(HttpContext http, ReportDefinition report, ReportQuery query, ReportFormat format)
    {
        try
        {
            var data = report.Read(query);
            Head(http.Response, report, data, format);
            var output = http.Response.BodyWriter;
            await ReportOutput.WriteAsync(
                report, data, query, format, output, async () => await output.FlushAsync(http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (DbException) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await AdminAnswer.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "ledger_unavailable", "The ledger cannot be read now.").ConfigureAwait(false);
        }
    }

    private static void Head(HttpResponse response, ReportDefinition report, ReportData data, ReportFormat format)
    {
        response.ContentType = format.ContentType();
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (format.IsExport())
        {
            var day = UtcText.Exact(data.To)[..10];
            response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{report.Name}-{day}.{format.Word()}" }.ToString();
        }
    }

    private static Task RefuseAsync(HttpContext http, string problem) =>
        AdminAnswer.ErrorAsync(http, StatusCodes.Status400BadRequest, "invalid_parameter", problem);
}
