// The report of the licence over a life that was told in advance, in every format.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Router.Reports;
using Router.Tests.Functional;
using Router.Tests.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Reports;

public sealed class LicenseReportTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_life_that_ended_by_cancellation_is_told_the_same_in_every_format()
    {
        await using var world = await LifeAsync();

        foreach (var format in new[] { "md", "csv", "ndjson" })
        {
            Golden.Match($"Reports/Goldens/license.{format}.golden", Fixed(world, await world.Router.Admin.GetStringAsync(Report("?format=" + format))));
        }

        var json = JsonNode.Parse(await world.Router.Admin.GetStringAsync(Report("")))!;
        Golden.Match("Reports/Goldens/license.json.golden", Fixed(world, json.ToJsonString(Indented) + "\n"));
    }

    [Fact]
    public async Task The_administration_the_report_and_the_terminal_tell_the_same_facts()
    {
        await using var world = await LifeAsync();
        var admin = await world.AdminAsync();
        var report = JsonNode.Parse(await world.Router.Admin.GetStringAsync(Report("?filter=section:license&filter=section:limit")))!["rows"]!.AsArray();

        var (exit, status, notes) = await world.Router.RunAsync("license", "status", "--json");
        exit.Should().Be(1, "a licence that ended does not serve");
        notes.Should().Contain("clock mark and revocations of the ledger").And.Contain("as a start would judge it");
        JsonNode.Parse(status)!.ToJsonString().Should().Be(admin.ToJsonString());

        string? ValueOf(string name) => (string?)report.Single(row => (string?)row![0] == "license" && (string?)row[1] == name)![2];
        foreach (var name in new[] { "state", "reason", "license_id", "customer_name", "key_source", "expires_at", "environment", "binding" })
        {
            ValueOf(name).Should().Be((string?)admin[name], name);
        }

        report.Where(row => (string?)row![0] == "limit" && (string?)row[1] != "instances.max").Select(row => $"{row![1]} {row[3]} {row[4]}")
            .Should().Equal(admin["limits"]!.AsArray().Select(limit => $"{limit!["limit"]} {limit["used"]} {limit["max"]}"));

        var (_, printed, _) = await world.Router.RunAsync("report", "license");
        printed.Should().Be(await world.Router.Admin.GetStringAsync(Report("?format=md")));
        (await world.Router.RunAsync("report", "license", "--json")).Output.Should().Be(await world.Router.Admin.GetStringAsync(Report("")));
        (await world.Router.RunAsync("license", "status")).Output.Should().Contain("was cancelled and ended on 2027-10-22").And.Contain("limit requests.total: 3 of 3");
    }

    [Fact]
    public async Task The_first_sentence_says_how_it_stands()
    {
        await using var world = await LicenseWorld.StartAsync(null);
        (await LeadAsync(world)).Should().Be("There is no licence. No new request is served; what was recorded stays readable.");

        world.Put("license.json", "{}"u8.ToArray());
        world.Look();
        (await LeadAsync(world)).Should().StartWith("The licence is not accepted (layout). No new request is served");

        world.Install(claims => claims["deployment"]!["environments"] = new JsonArray("production"));
        world.Look();
        (await LeadAsync(world)).Should().StartWith("Licence lic-1 (enterprise) of Acme Ltd is for another deployment (environment).");

        world.Install(_ => { });
        world.Look();
        (await LeadAsync(world)).Should().StartWith("Licence lic-1 (enterprise) of Acme Ltd is valid. It ends on 2027-11-01, in 363 days. It is signed by key ");

        foreach (var (at, said) in new (long, string)[]
        {
            (Issuer.Expiry - (2 * Issuer.Day), "is about to end: on 2027-11-01, in 1 day. Everything works."),
            (Issuer.Expiry - 60, "is about to end: on 2027-11-01, in less than a day. Everything works."),
            (Issuer.Expiry, "ended on 2027-11-01 and is in its time of grace until 2027-12-01, for 29 days more. Everything works."),
            (Issuer.GraceEnd, "ended on 2027-12-01. No new request is served; what was recorded stays readable."),
        })
        {
            JumpTo(world, at);
            (await LeadAsync(world)).Should().StartWith("Licence lic-1 (enterprise) of Acme Ltd " + said);
        }
    }

    [Fact]
    public async Task A_period_and_a_filter_choose_rows_and_pages_join_to_the_whole()
    {
        await using var world = await LifeAsync();

        var states = JsonNode.Parse(await world.Router.Admin.GetStringAsync(Report("?filter=section:state&from=2027-10-01&to=2027-10-30T00:00:00Z")))!;
        states["rows"]!.AsArray().Select(row => (string?)row![2]).Should().Equal("expiring", "expired");
        ((string?)states["from"], (string?)states["to"]).Should().Be(("2027-10-01T00:00:00.000Z", "2027-10-30T00:00:00.000Z"));

        var whole = JsonNode.Parse(await world.Router.Admin.GetStringAsync(Report("")))!["rows"]!.AsArray();
        var (joined, cursor) = (new List<string>(), "");
        do
        {
            var page = JsonNode.Parse(await world.Router.Admin.GetStringAsync(Report("?limit=7" + cursor)))!;
            page["rows"]!.AsArray().Count.Should().BeInRange(1, 7);
            joined.AddRange(page["rows"]!.AsArray().Select(row => row!.ToJsonString()));
            cursor = (string?)page["next_cursor"] is { } next ? "&cursor=" + next : "";
        }
        while (cursor.Length > 0);

        joined.Should().Equal(whole.Select(row => row!.ToJsonString()));
    }

    /// <summary>Invalid for want of a list, valid, spent, topped up, about to end, cancelled; with names that would be mark-up and formulas.</summary>
    private static async Task<LicenseWorld> LifeAsync()
    {
        var world = await LicenseWorld.StartAsync(
            claims =>
            {
                claims["customer_name"] = "=Acme | Söhne";
                claims["limits"] = JsonNode.Parse("""{ "max_callers": 5, "requests": { "total": 2 }, "tokens": { "month": 1000000 } }""");
                claims["deployment"] = JsonNode.Parse("""{ "mode": "self_hosted", "environments": ["development"], "instances": { "max": 2 } }""");
                claims["features"]!.AsArray().Add("time_travel");
            },
            ", revocations: \"revocations.json\"");
        Revoke(world, 1, """{"jti":"another","status":"revoked","reason":"-","effective":1}""");
        world.Look();
        await AskAsync(world, 200, 200, 429);

        Directory.CreateDirectory(world.PathOf("credits"));
        world.Put("credits/note.json", world.Issuer.Sign(Credit("lic-1"), EnvelopeType.Credit));
        world.Put("credits/other.json", world.Issuer.Sign(Credit("lic-9"), EnvelopeType.Credit));
        world.Look();
        await AskAsync(world, 200);

        JumpTo(world, Issuer.Expiry - (20 * Issuer.Day));
        var end = Issuer.Expiry - (10 * Issuer.Day);
        Revoke(world, 2, $$"""{"jti":"lic-1","status":"cancelled","reason":"ended by both | <b>sides</b>","effective":{{end}}}""");
        JumpTo(world, end);
        await AskAsync(world, 403);
        await world.Router.RowsAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        return world;
    }

    private static async Task<string> LeadAsync(LicenseWorld world) =>
        (await world.Router.Admin.GetStringAsync(Report("?format=md&filter=section:license"))).Split('\n')[2];

    private static Uri Report(string query) => new("/admin/reports/license" + query, UriKind.Relative);

    /// <summary>The key is another in every run.</summary>
    /// <summary>The key's id is of chance, and each format has its own way to make it harmless.</summary>
    private static string Fixed(LicenseWorld world, string text) =>
        new[] { MarkdownText.Escape(world.Issuer.KeyId), CsvReportWriter.Harmless(world.Issuer.KeyId), world.Issuer.KeyId }
            .Aggregate(text, (fixedText, form) => fixedText.Replace(form, "KEY", StringComparison.Ordinal));

    private static void JumpTo(LicenseWorld world, long seconds)
    {
        world.Clock.JumpWallClock(DateTimeOffset.FromUnixTimeSeconds(seconds) - world.Clock.GetUtcNow());
        world.Look();
    }

    private static void Revoke(LicenseWorld world, long epoch, string entry) => File.WriteAllBytes(
        Path.Combine(Path.GetDirectoryName(world.Router.ConfigFile)!, "revocations.json"),
        world.Issuer.Sign(
            $$"""{"iss":"https://licences.example","product":"router","epoch":{{epoch}},"iat":{{Issuer.Start}},"entries":[{{entry}}]}""",
            EnvelopeType.Revocations));

    private static string Credit(string license) =>
        $$"""{"iss":"https://licences.example","jti":"credit-{{license}}","sub":"acme","product":"router","license":"{{license}}","iat":{{Issuer.Start}},"exp":{{Issuer.Expiry}},"adds":{ "requests":1 } }""";

    private static async Task AskAsync(LicenseWorld world, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            (await world.AskAsync()).Status.Should().Be(status);
        }
    }
}
