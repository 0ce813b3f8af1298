// Reports over HTTP: who may read them, what the licence says, what is wrong with a question.
using System.Text.Json.Nodes;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ReportSurfaceTests
{
    [Fact]
    public async Task The_list_names_what_there_is_with_columns_dimensions_and_measures()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });

        var reports = JsonNode.Parse(await world.Router.Admin.GetStringAsync(Path("")))!["reports"]!.AsArray();

        var license = reports.Single(report => (string?)report!["name"] == "license")!;
        license["columns"]!.AsArray().Select(column => $"{column!["name"]}:{column["type"]}:{column["unit"]}").Should().Equal(
            "section:string:", "name:string:", "value:string:", "used:integer:", "allowed:integer:", "remaining:integer:", "requests:integer:requests",
            "tokens:integer:tokens", "at:timestamp:", "detail:string:");
        license["dimensions"]!.ToJsonString().Should().Be("""["section"]""");
        license["measures"]!.AsArray().Select(measure => (string?)measure).Should().Contain("used").And.Contain("requests");
    }

    [Theory]
    [InlineData(RunningRouter.AdminToken, 200)]
    [InlineData(RunningRouter.ViewerToken, 200)]
    [InlineData(RunningRouter.OperatorToken, 403)]
    [InlineData(RouterProcess.MetricsToken, 403)]
    [InlineData(RouterProcess.CallerToken, 401)]
    [InlineData(null, 401)]
    public async Task Those_who_may_read_reports_read_them_and_no_other(string? token, int status)
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        using var client = world.Router.AdminWith(token);

        (await AskAsync(client, "/license")).Status.Should().Be(status);
        (await AskAsync(client, "")).Status.Should().Be(status);
    }

    [Theory]
    [InlineData("/license?format=md", 200, null)]
    [InlineData("/license?format=xml", 400, "invalid_parameter")]
    [InlineData("/license?FORMAT=md", 400, "invalid_parameter")]
    [InlineData("/license?group_by=section", 400, "invalid_parameter")]
    [InlineData("/license?filter=section:nothing", 400, "invalid_parameter")]
    [InlineData("/license?nonsense=1", 400, "invalid_parameter")]
    [InlineData("/usage", 501, "not_available")]
    [InlineData("/usage?nonsense=1", 501, "not_available")]
    [InlineData("/usage?format=csv", 403, "license_feature_missing")]
    [InlineData("/access?format=csv", 501, "not_available")]
    [InlineData("/cost", 403, "license_feature_missing")]
    [InlineData("/cost?format=xml", 400, "invalid_parameter")]
    [InlineData("/nothing", 404, "not_found")]
    [InlineData("/LICENSE", 404, "not_found")]
    public async Task The_licence_comes_first_then_whether_there_is_the_report_then_its_parameters(string path, int status, string? code)
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["features"] = new JsonArray("routing", "audit_export"));

        (await AskAsync(world.Router.Admin, path)).Should().Be((status, code));
    }

    [Theory]
    [InlineData("audit_export", 501, "not_available")]
    [InlineData("exports", 403, "license_feature_missing")]
    public async Task Evidence_of_a_request_is_the_licences_to_give(string feature, int status, string code)
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["features"] = new JsonArray("routing", feature));

        using var answer = await world.Router.Admin.PostAsync(new Uri("/admin/requests/req_1/evidence", UriKind.Relative), null);

        ((int)answer.StatusCode).Should().Be(status);
        answer.Headers.GetValues("x-router-error").Should().Equal(code);
    }

    [Fact]
    public async Task Who_never_had_a_licence_has_the_free_reports_in_every_format_and_no_other()
    {
        await using var world = await LicenseWorld.StartAsync(null);

        (await AskAsync(world.Router.Admin, "/license?format=csv")).Should().Be((200, null));
        (await AskAsync(world.Router.Admin, "/usage?format=csv")).Should().Be((501, "not_available"));
        (await AskAsync(world.Router.Admin, "/cost")).Should().Be((403, "license_feature_missing"));
    }

    [Fact]
    public async Task What_the_last_accepted_licence_opened_stays_open_after_a_restart_without_it()
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["features"] = new JsonArray("routing", "admin_reports", "usage_reporting"));
        await world.Router.StopAsync();
        world.Put("license.json", "{}"u8.ToArray());
        await world.Router.StartAsync();

        (await world.StateAsync()).Should().Be("invalid");
        (await AskAsync(world.Router.Admin, "/cost")).Should().Be((501, "not_available"));
        (await AskAsync(world.Router.Admin, "/usage?format=csv")).Should().Be((403, "license_feature_missing"), "it had no exports");
        using var usage = await world.Router.Caller.GetAsync(new Uri("/v1/usage", UriKind.Relative));
        ((int)usage.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task A_file_is_named_complete_and_not_to_be_kept()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });

        using var answer = await world.Router.Admin.GetAsync(Path("/license?format=csv"));

        answer.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8; header=present");
        answer.Content.Headers.ContentDisposition!.ToString().Should().Be("attachment; filename=license-2026-11-02.csv");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Headers.GetValues("x-content-type-options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_is_an_error_and_no_half_of_a_report()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        await using (var connection = new SqliteConnection($"Data Source={world.Router.LedgerFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE license_warnings RENAME TO gone";
            await command.ExecuteNonQueryAsync();
        }

        (await AskAsync(world.Router.Admin, "/license?format=csv")).Should().Be((503, "ledger_unavailable"));
    }

    [Theory]
    [InlineData(2, "there is no report nothing", "nothing")]
    [InlineData(2, "the report usage is not available", "usage", "--since", "24h", "--group-by", "a,b", "--json")]
    [InlineData(2, "group_by: the report license does not take it", "license", "--group-by", "a")]
    [InlineData(2, "format: it is one of", "license", "--format", "xml")]
    [InlineData(0, null, "license", "--since", "24h", "--filter", "section:limit", "--format", "csv")]
    public async Task In_the_terminal_the_same_is_wrong(int exit, string? problem, params string[] arguments)
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });

        var run = await world.Router.RunAsync(["report", .. arguments]);

        run.ExitCode.Should().Be(exit);
        run.Errors.Contains(problem ?? "", StringComparison.Ordinal).Should().BeTrue(run.Errors);
        (run.Errors.Length == 0).Should().Be(problem is null);
    }

    private static Uri Path(string path) => new("/admin/reports" + path, UriKind.Relative);

    private static async Task<(int Status, string? Code)> AskAsync(RouterClient client, string path)
    {
        using var answer = await client.GetAsync(Path(path));
        return ((int)answer.StatusCode, answer.Headers.TryGetValues("x-router-error", out var code) ? code.Single() : null);
    }
}
