// router license for those who install: inspect, verify, check.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Licensing;
using Xunit;

namespace Router.Tests.Commands;

public sealed class LicenseCheckingTests : IAsyncLifetime
{
    private const string Groups = """
        providers:
          cloud: { base_url: https://provider.example, api_key: k, models: { m: {} } }
          cellar: { base_url: http://10.0.0.5, private: true, auth: none, models: { m: {} } }
        groups:
          public: { targets: [{ provider: cloud, model: m }] }
          mixed: { targets: [{ provider: cellar, model: m }] }
        """;

    private readonly LicenseWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.MakeKeysAsync();
        await _world.IssueAsync();
        Configure("production");
    }

    public Task DisposeAsync()
    {
        _world.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Inspect_shows_the_claims_and_says_that_nothing_was_checked()
    {
        (await _world.MustAsync("inspect", _world["license.json"])).Out.Should().StartWith("Nothing was checked").And.Contain("\"jti\": \"lic-1\"");
        LicenseWorld.Json(await _world.MustAsync("inspect", _world["license.json"], "--json"))["checked"]!.GetValue<bool>().Should().BeFalse();
        (await _world.RunAsync("inspect", _world["claims.json"])).ExitCode.Should().Be(1);
        (await _world.RunAsync("inspect", _world["nothing.json"])).ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task Inspect_names_verify_for_licences_alone()
    {
        await _world.MustAsync("revoke", "--key", _world["private.json"], "--out", _world["list.json"], "--license-id", "lic-2");

        (await _world.MustAsync("inspect", _world["license.json"])).Out.Should().Contain("`router license verify` does that");
        (await _world.MustAsync("inspect", _world["list.json"])).Out.Should().StartWith("Nothing was checked").And.NotContain("verify");
    }

    [Fact]
    public async Task Verify_says_of_what_is_not_there_only_once_that_it_is_missing() =>
        (await _world.RunAsync("verify", _world["nothing.json"])).Out.Should().Contain("nothing.json: missing: ");

    [Fact]
    public async Task The_check_of_a_configuration_lists_every_file_of_keys_that_cannot_be_used_among_the_other_problems()
    {
        _world.Write("bad.json", "{}");
        _world.Write("router.yaml", $$"""
            limitz: {}
            license:
              path: license.json
              trusted_keys:
                - public.json
                - bad.json
                - nothing.json
            groupz: {}
            """);

        var run = await CheckAsync("--json");

        run.ExitCode.Should().Be(1);
        LicenseWorld.Json(run)["problems"]!.AsArray().Select(problem => ((int)problem!["line"]!, (string)problem["path"]!)).Should().Equal(
            (1, "limitz"), (6, "license.trusted_keys"), (7, "license.trusted_keys"), (8, "groupz"));

        _world.Write("router.yaml", $"license:\n  trusted_keys: [bad.json]\n{Groups}");
        run = await CheckAsync();
        run.ExitCode.Should().Be(1);
        run.Out.Should().Contain("line 2: license.trusted_keys: ").And.Contain("bad.json").And.Contain("1 problem").And.NotContain("1 problems");
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task The_check_of_a_configuration_lists_reports_that_the_licence_blocks()
    {
        _world.Write("claims.json", Issuer.Claims(claims => claims["features"]!.AsArray().RemoveAt(7)).ToJsonString());
        await _world.IssueAsync();

        var run = await CheckAsync();

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain("warning: license: report ").And.Contain(" needs admin_reports (license_feature_missing)");
    }

    [Fact]
    public async Task Verify_prints_a_line_for_each_file()
    {
        var run = await _world.RunAsync("verify", _world["license.json"], _world["claims.json"], _world["nothing.json"], "--key", _world["public.json"], "--json");

        run.ExitCode.Should().Be(1);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        lines.Should().HaveCount(3).And.OnlyContain(line =>
            line.Select(member => member.Key).SequenceEqual(new[] { "file", "ok", "state", "code", "reason", "license_id", "kid" }));
        lines.Select(line => (string?)line["state"]).Should().Equal("valid", "invalid", "missing");
        lines.Select(line => (string?)line["code"]).Should().Equal(null, "license_invalid", "license_missing");
        lines.Select(line => (string?)line["reason"]).Should().Equal(null, "layout", "missing");
    }

    [Fact]
    public async Task Verify_believes_the_built_in_keys_when_none_are_given()
    {
        var run = await _world.RunAsync("verify", _world["license.json"]);

        run.ExitCode.Should().Be(1);
        run.Out.Should().Contain("invalid (unknown_key)");
        (await _world.RunAsync("verify", Router.Tests.Support.RepositoryRoot.At("licenses/development.license.json"))).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Verify_without_a_configuration_judges_time_alone()
    {
        _world.Clock.Advance(TimeSpan.FromDays(364));
        (await _world.VerifyAsync("license.json")).GetProperty("state").GetString().Should().Be("expiring");
        _world.Clock.Advance(TimeSpan.FromDays(1));
        (await _world.VerifyAsync("license.json")).GetProperty("ok").GetBoolean().Should().BeTrue("it is in its grace");
        _world.Clock.Advance(TimeSpan.FromDays(30));
        (await _world.VerifyAsync("license.json")).GetProperty("code").GetString().Should().Be("license_expired");
    }

    [Fact]
    public async Task Verify_with_a_configuration_judges_the_binding_and_the_revocations_with_its_keys()
    {
        string[] verify = ["verify", _world["license.json"], "--config", _world["router.yaml"]];
        (await _world.RunAsync(verify)).Out.Should().Contain(": valid");

        Configure("development");
        (await _world.RunAsync(verify)).Out.Should().Contain("binding_mismatch (environment)");

        Configure("production", "list.json");
        (await _world.RunAsync(verify)).Out.Should().Contain("invalid (revocations_missing)");

        await _world.MustAsync("revoke", "--key", _world["private.json"], "--out", _world["list.json"], "--license-id", "lic-1");
        (await _world.RunAsync(verify)).Out.Should().Contain("license.json: revoked");
    }

    [Fact]
    public async Task A_list_of_keys_with_a_private_one_is_refused_without_printing_it()
    {
        File.Copy(_world["private.json"], _world["public.json"], overwrite: true);

        var run = await _world.RunAsync("verify", _world["license.json"], "--config", _world["router.yaml"]);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("private key").And.NotContain((string)JsonNode.Parse(_world.Read("private.json"))!["d"]!);
    }

    [Fact]
    public async Task Check_finds_nothing_where_the_licence_covers_everything()
    {
        var run = await _world.RunAsync("check", "--config", _world["router.yaml"], "--json");

        run.Error.Should().StartWith("looked at: configuration, leases (0 processes hold a lease); not looked at: clock mark and kept revocations");
        run.ExitCode.Should().Be(0);
        LicenseWorld.Json(run).ToJsonString().Should().Be("""{"state":"valid","blocked":[]}""");
    }

    [Fact]
    public async Task Check_tries_a_candidate_and_lists_what_it_blocks()
    {
        _world.Write("claims.json", Issuer.Claims(claims =>
        {
            claims["features"]!.AsArray().RemoveAt(4);
            claims["limits"] = JsonNode.Parse("""{ "max_callers": 1, "max_retention_days": 30 }""");
        }).ToJsonString());
        await _world.MustAsync("issue", "--key", _world["private.json"], "--in", _world["claims.json"], "--out", _world["candidate.json"]);

        var run = await _world.RunAsync("check", "--config", _world["router.yaml"], "--license", _world["candidate.json"], "--json");

        run.ExitCode.Should().Be(1);
        LicenseWorld.Json(run)["blocked"]!.AsArray().Select(item => item!.ToJsonString()).Should().Equal(
            """{"what":"group","name":"mixed","needs":"private_upstreams","code":"license_feature_missing"}""",
            """{"what":"caller","name":"second","needs":"max_callers","code":"license_limit_exceeded"}""",
            """{"what":"limit","name":"max_retention_days","needs":"max_retention_days","code":"license_limit_exceeded"}""");
        (await _world.RunAsync("check", "--config", _world["router.yaml"], "--license", _world["candidate.json"])).Out
            .Should().Contain("group mixed: needs private_upstreams").And.Contain("blocked: 3");
    }

    [Fact]
    public async Task Check_counts_the_callers_of_the_ledger_behind_those_of_the_file()
    {
        // Its token is older than its entry in the file, where it counts once.
        var text = _world.Read("router.yaml");
        _world.Write("router.yaml", text.Replace("id: first", "id: nobody", StringComparison.Ordinal));
        foreach (var id in new[] { "third", "fourth", "first" })
        {
            var issued = await CommandLineRun.OfAsync(
                ["token", "issue", "--id", id, "--user", "u", "--project", "p", "--environment", "staging", "--allow", "public", "--config", _world["router.yaml"]],
                _world.Clock);
            issued.Error.Should().BeEmpty();
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        _world.Write("router.yaml", text);
        await CommandLineRun.OfAsync(["token", "revoke", "third", "--config", _world["router.yaml"]], _world.Clock);
        _world.Write("claims.json", Issuer.Claims(claims => claims["limits"] = JsonNode.Parse("""{ "max_callers": 2 }""")).ToJsonString());
        await _world.MustAsync("issue", "--key", _world["private.json"], "--in", _world["claims.json"], "--out", _world["candidate.json"]);

        var run = await _world.RunAsync("check", "--config", _world["router.yaml"], "--license", _world["candidate.json"], "--json");

        LicenseWorld.Json(run)["blocked"]!.AsArray().Select(item => (string)item!["name"]!).Should().Equal("fourth");
    }

    [Fact]
    public async Task Check_of_a_licence_that_does_not_hold_blocks_every_group_with_its_code()
    {
        Configure("development");

        var run = await _world.RunAsync("check", "--config", _world["router.yaml"], "--json");

        run.ExitCode.Should().Be(1);
        LicenseWorld.Json(run)["state"]!.GetValue<string>().Should().Be("binding_mismatch");
        LicenseWorld.Json(run)["blocked"]!.AsArray().Select(item => (string)item!["code"]!).Should().Equal("license_binding_mismatch", "license_binding_mismatch");
    }

    /// <summary><c>router check</c> of the configuration here.</summary>
    private Task<CommandLineRun> CheckAsync(params string[] more) =>
        CommandLineRun.OfAsync(["check", "--config", _world["router.yaml"], .. more], _world.Clock);

    private void Configure(string environment, string revocations = "") => _world.Write("router.yaml", $$"""
        license:
          path: license.json
          trusted_keys: [public.json]
          environment: {{environment}}
          deployment_id: eu-1
          fingerprint: node-a
          revocations: "{{revocations}}"
        {{Groups}}
        callers:
          - { id: first, token_sha256: "{{new string('a', 64)}}" }
          - { id: second, token_sha256: "{{new string('b', 64)}}" }
        """);
}
