// A licence from its first day to its renewal, on a running router.
using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Licensing;
using Router.Tests.Licensing;
using Xunit;

namespace Router.Tests.Functional;

public sealed class LicenseLifeTests
{
    [Fact]
    public async Task A_whole_life_issue_warnings_grace_end_and_renewal()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        (await world.AskAsync()).Should().Be((200, null));
        (await world.StateAsync()).Should().Be("valid");

        foreach (var (daysBefore, warning) in new (int, int)[] { (30, 30), (20, 30), (14, 14), (7, 7), (1, 1) })
        {
            JumpTo(world, Issuer.Expiry - (daysBefore * Issuer.Day));
            var admin = await world.AdminAsync();
            ((string?)admin["state"], (int?)admin["warning"]).Should().Be(("expiring", warning));
        }

        (await AccessAsync(world, "license.warning")).Should().Equal("ends within 30 days", "ends within 14 days", "ends within 7 days", "ends within 1 days");
        world.Router.LogLines.Count(line => line.Message.Contains("ends within", StringComparison.Ordinal)).Should().Be(4, "each rung is told once");
        world.Router.LogLines.Should().NotContain(line => line.Event.Id == 1401, "a rung is one line, and no state that serves has another");

        JumpTo(world, Issuer.Expiry);
        (await world.AskAsync()).Should().Be((200, null), "everything works in the time of grace");
        using (var answer = await world.Router.Admin.GetAsync(new Uri("/healthz", UriKind.Relative)))
        {
            answer.Headers.GetValues("x-router-license").Should().Equal("grace; until=2027-12-01T00:00:00Z");
        }

        JumpTo(world, Issuer.GraceEnd);
        (await world.AskAsync()).Should().Be((403, "license_expired"));
        (await StatusAsync(world.Router.Caller, "/v1/models")).Should().Be(200);
        (await StatusAsync(world.Router.Caller, "/v1/usage")).Should().Be(200, "data is never held hostage");
        (await StatusAsync(world.Router.Caller, "/readyz")).Should().Be(503);
        (await StatusAsync(world.Router.Admin, "/metrics")).Should().Be(200);

        world.Install(claims =>
        {
            claims["jti"] = "lic-2";
            claims["renews"] = "lic-1";
            (claims["iat"], claims["nbf"]) = (Issuer.GraceEnd, Issuer.GraceEnd);
            (claims["exp"], claims["grace_until"]) = (Issuer.GraceEnd + (365 * Issuer.Day), Issuer.GraceEnd + (365 * Issuer.Day));
        });
        world.Look();
        (await world.AskAsync()).Should().Be((200, null), "a renewal needs no restart");
        (await world.StateAsync()).Should().Be("valid");

        var rows = await world.Router.RowsAsync();
        rows.Select(row => (row.Text("license_state"), row.Text("outcome"), row.Text("error_code"))).Should().Equal(
            ("valid", "completed", null), ("grace", "completed", null), ("expired", "refused", "license_expired"), ("valid", "completed", null));
        world.Upstream.RequestCount.Should().Be(3, "what is refused reaches no provider");
    }

    [Fact]
    public async Task Without_a_licence_nothing_is_served_until_one_is_put_there()
    {
        await using var world = await LicenseWorld.StartAsync(null);

        (await world.AskAsync()).Should().Be((503, "license_missing"));
        using (var ready = await world.Router.Caller.GetAsync(new Uri("/readyz", UriKind.Relative)))
        {
            ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await ready.Content.ReadAsStringAsync()).Should().Be("license_missing");
        }

        world.Install(_ => { });
        (await ReloadAsync(world)).Should().Be("valid");
        (await world.AskAsync()).Should().Be((200, null));
        (await StatusAsync(world.Router.Caller, "/readyz")).Should().Be(200);
    }

    [Theory]
    [InlineData("garbage", "layout")]
    [InlineData("other product", "product")]
    [InlineData("unknown key", "unknown_key")]
    [InlineData("ended", "expired")]
    [InlineData("for production", "binding_mismatch")]
    [InlineData("removed", "missing")]
    public async Task A_replacement_that_does_not_hold_changes_nothing_and_says_why(string what, string reason)
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        switch (what)
        {
            case "garbage":
                world.Put("license.json", "{}"u8.ToArray());
                break;
            case "other product":
                world.Install(claims => claims["product"] = "another");
                break;
            case "unknown key":
                world.Put("license.json", new Issuer().Sign(LicenseWorld.Claims()));
                break;
            case "ended":
                world.Install(claims => (claims["exp"], claims["grace_until"]) = (Issuer.Start + 60, Issuer.Start + 60));
                break;
            case "for production":
                world.Install(claims => claims["deployment"]!["environments"] = new JsonArray("production"));
                break;
            default:
                world.Remove("license.json");
                break;
        }

        world.Look();
        var admin = await world.AdminAsync();

        ((string?)admin["state"], (string?)admin["license_id"]).Should().Be(("valid", "lic-1"));
        ((string?)admin["replacement"]!["state"], (string?)admin["replacement"]!["reason"]).Should().Be(("refused", reason));
        (await world.AskAsync()).Should().Be((200, null));
    }

    [Fact]
    public async Task A_replacement_of_tomorrow_waits_and_takes_over_by_itself()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        var tomorrow = Issuer.Start + (3 * Issuer.Day);
        world.Install(claims => (claims["jti"], claims["nbf"]) = ("lic-2", tomorrow));
        world.Look();
        var admin = await world.AdminAsync();
        ((string?)admin["license_id"], (string?)admin["replacement"]!["state"]).Should().Be(("lic-1", "pending"));

        JumpTo(world, tomorrow);

        admin = await world.AdminAsync();
        ((string?)admin["license_id"], admin["replacement"]).Should().Be(("lic-2", null));
    }

    [Fact]
    public async Task A_revoked_licence_serves_nothing_and_an_older_list_changes_nothing()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { }, $", revocations: \"revocations.json\"", yaml: text => text);
        (await world.AskAsync()).Should().Be((503, "license_invalid"), "a list that is configured must have been accepted once");
        var list = Path.Combine(Path.GetDirectoryName(world.Router.ConfigFile)!, "revocations.json");

        await File.WriteAllBytesAsync(list, Revocations(world, 2, "lic-1"));
        world.Look();
        (await world.AskAsync()).Should().Be((403, "license_revoked"));

        await File.WriteAllBytesAsync(list, Revocations(world, 1, "another"));
        world.Look();
        (await world.AskAsync()).Should().Be((403, "license_revoked"));
        var admin = await world.AdminAsync();
        ((string?)admin["revocations"]!["state"], (long?)admin["revocations"]!["epoch"]).Should().Be(("stale", 2));

        await File.WriteAllBytesAsync(list, Revocations(world, 3, "another"));
        world.Look();
        (await world.AskAsync()).Should().Be((200, null));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_gains_nothing()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        JumpTo(world, Issuer.GraceEnd);
        (await world.StateAsync()).Should().Be("expired");

        world.Clock.JumpWallClock(-TimeSpan.FromHours(20));
        world.Look();
        (await world.StateAsync()).Should().Be("expired", "the licence is judged at the highest time seen");

        world.Clock.JumpWallClock(-TimeSpan.FromDays(300));
        world.Look();
        (await world.AskAsync()).Should().Be((503, "license_clock_rollback"));

        await world.Router.StopAsync();
        await world.Router.StartAsync();
        (await world.AskAsync()).Should().Be((503, "license_clock_rollback"), "the mark outlives the process");
    }

    [Fact]
    public async Task The_highest_time_seen_is_kept_while_the_router_runs()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        JumpTo(world, Issuer.Expiry);

        (await StoredAsync(world, "SELECT value FROM license_state WHERE name = 'clock_mark'")).Should().Equal($"{Issuer.Expiry + (long)LicenseOffice.Interval.TotalSeconds}");
    }

    [Fact]
    public async Task A_stream_that_began_goes_on_to_its_end()
    {
        await using var world = await LicenseWorld.StartAsync(_ => { });
        var go = new TaskCompletionSource();
        world.Upstream.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(System.Text.Encoding.UTF8.GetBytes(UpstreamText.Role + UpstreamText.Content("Hi")));
            await go.Task;
            await r.SendChunkAsync(System.Text.Encoding.UTF8.GetBytes(UpstreamText.Finish + UpstreamText.Usage + UpstreamText.Done));
            await r.EndAsync();
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(UpstreamWorld.AskStream, System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await world.Router.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        JumpTo(world, Issuer.GraceEnd);
        (await world.AskAsync()).Should().Be((403, "license_expired"));
        go.SetResult();

        (await answer.Content.ReadAsStringAsync()).Should().EndWith(UpstreamText.Done);
    }

    private static byte[] Revocations(LicenseWorld world, long epoch, string licenseId) => world.Issuer.Sign(
        $$"""{"iss":"https://licences.example","product":"router","epoch":{{epoch}},"iat":{{Issuer.Start}},"entries":[{"jti":"{{licenseId}}","status":"revoked","reason":"stolen","effective":{{Issuer.Start}}}]}""",
        EnvelopeType.Revocations);

    private static void JumpTo(LicenseWorld world, long seconds)
    {
        world.Clock.JumpWallClock(DateTimeOffset.FromUnixTimeSeconds(seconds) - world.Clock.GetUtcNow());
        world.Look();
    }

    private static async Task<int> StatusAsync(Router.Tests.Support.RouterClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }

    private static async Task<string> ReloadAsync(LicenseWorld world)
    {
        using var answer = await world.Router.Admin.PostAsync(new Uri("/admin/license/reload", UriKind.Relative), null);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["state"]!;
    }

    private static Task<List<string>> AccessAsync(LicenseWorld world, string action) =>
        StoredAsync(world, $"SELECT detail FROM access_log WHERE action = '{action}' ORDER BY entry");

    private static async Task<List<string>> StoredAsync(LicenseWorld world, string question)
    {
        await using var connection = new SqliteConnection($"Data Source={world.Router.LedgerFile};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The question is the test's own.
        command.CommandText = question;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }
}
