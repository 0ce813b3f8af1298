// The paths of the admin listener.
using Router.Configuration;
using Router.Telemetry;

namespace Router.Admin;

/// <summary>Maps metrics, health, configuration, licence, reports and documentation (contract section 6, as far as this version has it).</summary>
internal static class AdminSurface
{
    private static readonly string[] Reads = ["GET", "HEAD"];

    /// <summary>Maps the surface.</summary>
    /// <param name="newId">Gives the id that an answer is told with.</param>
    /// <param name="notReady">The fixed reason word why the process should get no requests, or null.</param>
    internal static void MapAdminSurface(
        this WebApplication app, AdminGate gate, RouterMetrics metrics, ConfigurationEndpoints configuration, LicenseEndpoints license,
        ReportEndpoints reports, DocumentationEndpoint documentation, Func<string> newId, string version, Func<string?> notReady)
    {
        app.Use(next => http =>
        {
            http.Response.Headers["x-request-id"] = newId();
            if (license.GraceNotice() is { } notice)
            {
                http.Response.Headers["x-router-license"] = notice;
            }

            return next(http);
        });
        app.MapGet("/metrics", gate.Require(AdminRoles.Metrics, (http, _) =>
        {
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return metrics.WriteAsync(http.Response.Body, http.RequestAborted);
        }));
        app.MapMethods("/healthz", Reads, static http => AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json => json.WriteString("status"u8, "ok"u8)));
        app.MapMethods("/readyz", Reads, http => ReadyAsync(http, notReady(), license.State));
        app.MapMethods("/version", Reads, http => AdminAnswer.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteString("product"u8, "router"u8);
            json.WriteString("version"u8, version);
        }));
        app.MapGet("/admin/config/revisions", gate.Require(AdminRoles.Operator, (http, _) => configuration.ListAsync(http)));
        app.MapPost("/admin/config/reload", gate.Require(AdminRoles.Operator, configuration.ReloadAsync));
        app.MapPost("/admin/config/rollback", gate.Require(AdminRoles.Operator, configuration.RollbackAsync));

        app.MapGet(
            "/admin/license", gate.Require(AdminRoles.Viewer | AdminRoles.Operator | AdminRoles.Auditor, (http, _) => license.GetAsync(http)));
        app.MapPost("/admin/license/reload", gate.Require(AdminRoles.Operator, (http, _) => license.ReloadAsync(http)));

        app.MapGet(
            "/admin/reports",
            gate.Require(AdminRoles.Viewer | AdminRoles.Auditor, (http, _) => reports.ListAsync(http), isOfWholeRouter: false));
        app.MapGet("/admin/reports/{name}", gate.Require(AdminRoles.Viewer | AdminRoles.Auditor, (http, _) => reports.GetAsync(http)));
        app.MapPost("/admin/requests/{id}/evidence", gate.Require(AdminRoles.Auditor, (http, _) => reports.EvidenceAsync(http)));

        app.MapMethods("/docs/{**page}", Reads, documentation.GetAsync);

        // With its own pattern: the default one leaves out paths that look like files.
        app.MapFallback("{*path}", static http => AdminAnswer.ErrorAsync(
            http, StatusCodes.Status404NotFound, "not_found", "There is nothing at this path for this method. The documentation is at GET /docs/."));
    }

    private static Task ReadyAsync(HttpContext http, string? reason, string license) => AdminAnswer.JsonAsync(
        http, reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json =>
        {
            json.WriteBoolean("ready"u8, reason is null);
            json.WriteString("reason"u8, reason);
            json.WriteString("license"u8, license);
        });
}
