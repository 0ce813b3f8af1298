// router license for those who issue: keygen, issue, renew, top-up, revoke.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class LicenseIssuingTests : IDisposable
{
    private readonly LicenseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Keygen_writes_both_halves_and_prints_neither()
    {
        var run = await _world.MustAsync(
            "keygen", "--private", _world["private.json"], "--public", _world["public.json"], "--iss", "acme-issuer", "--environments", "production, staging",
            "--modes", "self_hosted", "--features", "routing", "--max-days", "400", "--loopback-only", "--json");

        var secret = JsonNode.Parse(_world.Read("private.json"))!;
        var shown = JsonNode.Parse(_world.Read("public.json"))!;
        run.Out.Should().NotContain((string)secret["d"]!);
        shown["d"].Should().BeNull();
        shown["kid"]!.GetValue<string>().Should().Be((string)LicenseWorld.Json(run)["kid"]!);
        shown["router_scope"]!.ToJsonString().Should().Be(
            """{"iss":"acme-issuer","environments":["production","staging"],"modes":["self_hosted"],"features":["routing"],"max_days":400,"loopback_only":true}""");
    }

    [UnixFact]
    public async Task A_private_key_is_for_its_owner_alone()
    {
        await _world.MakeKeysAsync();

        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_world["private.json"]);
        mode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("private.json")]
    [InlineData("public.json")]
    public async Task Keygen_writes_over_no_file_and_then_makes_none(string there)
    {
        _world.Write(there, "mine");

        var run = await _world.RunAsync("keygen", "--private", _world["private.json"], "--public", _world["public.json"]);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("never overwritten");
        _world.Read(there).Should().Be("mine");
        Directory.GetFiles(_world["."], "p*.json").Should().ContainSingle();
    }

    [Theory]
    [InlineData("private.json", "./private.json")]
    [InlineData("private.json", "sub/../private.json")]
    public async Task Keygen_needs_a_file_for_each_half(string secret, string shown)
    {
        var run = await _world.RunAsync("keygen", "--private", _world[secret], "--public", _world[shown]);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("the same file");
        Directory.GetFiles(_world["."], "p*.json").Should().BeEmpty();
    }

    [Fact]
    public async Task Keygen_leaves_no_half_of_a_pair()
    {
        var run = await _world.RunAsync("keygen", "--private", _world["private.json"], "--public", _world["nowhere/public.json"]);

        run.ExitCode.Should().Be(1);
        File.Exists(_world["private.json"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("keygen", "--private", "", "--public", "b")]
    [InlineData("issue", "--key", "PRIVATE", "--in", "", "--out", "c")]
    [InlineData("issue", "--key", "PRIVATE", "--in", "CLAIMS", "--out", "")]
    [InlineData("inspect", "")]
    public async Task An_empty_path_is_said_in_one_line(params string[] words)
    {
        await _world.MakeKeysAsync();

        var run = await _world.RunAsync([
            .. words.Select(word => word switch { "PRIVATE" => _world["private.json"], "CLAIMS" => _world["claims.json"], _ => word })]);

        run.ExitCode.Should().BeInRange(1, 2);
        run.Out.Should().BeEmpty();
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().StartWith("router");
    }

    [Fact]
    public async Task What_is_issued_verifies()
    {
        await _world.MakeKeysAsync("--iss", "https://licences.example");

        var run = await _world.IssueAsync("--json");

        run.ExitCode.Should().Be(0, run.Error);
        LicenseWorld.Json(run)["license_id"]!.GetValue<string>().Should().Be("lic-1");
        var verified = await _world.VerifyAsync("license.json");
        verified.GetProperty("state").GetString().Should().Be("valid");
        verified.GetProperty("license_id").GetString().Should().Be("lic-1");
        JsonNode.DeepEquals(await _world.ClaimsAsync("license.json"), Issuer.Claims()).Should().BeTrue("the claims are signed as they are");
    }

    [Fact]
    public async Task Id_and_time_of_issue_and_the_issuer_of_the_key_are_filled_in()
    {
        await _world.MakeKeysAsync("--iss", "acme-issuer");
        _world.Write("claims.json", Issuer.Claims(claims =>
        {
            claims.Remove("jti");
            claims.Remove("iat");
            claims.Remove("iss");
        }).ToJsonString());

        (await _world.IssueAsync()).ExitCode.Should().Be(0);

        var claims = await _world.ClaimsAsync("license.json");
        claims["iat"]!.GetValue<long>().Should().Be(Issuer.Start);
        claims["iss"]!.GetValue<string>().Should().Be("acme-issuer");
        claims["jti"]!.GetValue<string>().Should().MatchRegex("^lic_[0-9a-f]{32}$");
    }

    [Fact]
    public async Task Issue_lists_every_problem_and_writes_nothing()
    {
        await _world.MakeKeysAsync("--iss", "acme-issuer");
        _world.Write("claims.json", Issuer.Claims(claims =>
        {
            claims["product"] = "toaster";
            claims["features"] = new JsonArray("routing", "time_travel");
            claims["exp"] = Issuer.Start;
            claims["surprise"] = 1;
            claims["limits"]!["max_callers"] = 0;
            claims.Remove("sub");
        }).ToJsonString());

        var run = await _world.IssueAsync();

        run.ExitCode.Should().Be(1);
        run.Out.Should().BeEmpty();
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(7);
        run.Error.Should().ContainAll("product is router", "time_travel", "exp is not later", "surprise", "limits.max_callers", "sub is missing", "iss is acme-issuer");
        File.Exists(_world["license.json"]).Should().BeFalse();
    }

    [Fact]
    public async Task Issue_refuses_what_the_key_may_not_sign()
    {
        await _world.MakeKeysAsync("--environments", "development", "--max-days", "30");

        var run = await _world.IssueAsync();

        run.ExitCode.Should().Be(1);
        run.Error.Should().ContainAll("no environment production", "at most 30 days");
    }

    [Theory]
    [InlineData("{\"jti\":\"a\",\"jti\":\"b\"}")]
    [InlineData("not json")]
    public async Task Claims_that_are_no_strict_JSON_are_refused(string text)
    {
        await _world.MakeKeysAsync();
        _world.Write("claims.json", text);

        var run = await _world.IssueAsync();

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("claims.json");
    }

    [Fact]
    public async Task A_key_is_never_replaced_by_what_it_signs()
    {
        await _world.MakeKeysAsync();
        var before = _world.Read("private.json");

        var run = await _world.RunAsync("issue", "--key", _world["private.json"], "--in", _world["claims.json"], "--out", _world["./private.json"]);

        run.ExitCode.Should().Be(1);
        _world.Read("private.json").Should().Be(before);
    }

    [Fact]
    public async Task A_public_key_signs_nothing()
    {
        await _world.MakeKeysAsync();

        var run = await _world.RunAsync("issue", "--key", _world["public.json"], "--in", _world["claims.json"], "--out", _world["license.json"]);

        run.Should().Be(new CommandLineRun(1, "", $"router: {_world["public.json"]}: this is no private key: it has no member d{Environment.NewLine}"));
    }

    [Theory]
    [InlineData("evaluation", 3, 3)]
    [InlineData("pilot", 30, 37)]
    [InlineData("enterprise", 365, 395)]
    [InlineData("private-managed", 365, 395)]
    public async Task A_plan_needs_only_the_customer(string plan, int days, int withGrace)
    {
        await _world.MakeKeysAsync("--iss", "acme-issuer");
        _world.Write("claims.json", """{ "sub": "acme", "customer_name": "Acme Ltd", "deployment": { "deployment_id": "eu-1" } }""");

        (await _world.IssueAsync("--template", plan)).Error.Should().BeEmpty();

        var claims = await _world.ClaimsAsync("license.json");
        claims["nbf"]!.GetValue<long>().Should().Be(Issuer.Start);
        claims["exp"]!.GetValue<long>().Should().Be(Issuer.Start + (days * Issuer.Day));
        claims["grace_until"]!.GetValue<long>().Should().Be(Issuer.Start + (withGrace * Issuer.Day));
        claims["deployment"]!["deployment_id"]!.GetValue<string>().Should().Be("eu-1");
        claims["deployment"]!["environments"]!.AsArray().Should().NotBeEmpty();
        (await _world.VerifyAsync("license.json")).GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task A_renewal_has_a_new_id_and_new_times_and_says_what_differs()
    {
        await _world.MakeKeysAsync();
        await _world.IssueAsync();
        _world.Clock.Advance(TimeSpan.FromDays(350));

        var run = await _world.MustAsync(
            "renew", "--license", _world["license.json"], "--key", _world["private.json"], "--out", _world["next.json"], "--valid-for", "365d", "--grace", "7d");

        var now = Issuer.Start + (350 * Issuer.Day);
        var claims = await _world.ClaimsAsync("next.json");
        claims["jti"]!.GetValue<string>().Should().NotBe("lic-1");
        claims["renews"]!.GetValue<string>().Should().Be("lic-1");
        claims["exp"]!.GetValue<long>().Should().Be(now + (365 * Issuer.Day));
        claims["grace_until"]!.GetValue<long>().Should().Be(now + (372 * Issuer.Day));
        claims["features"]!.AsArray().Should().HaveCount(10);
        run.Out.Should().ContainAll("renews: lic-0 -> lic-1", "exp: 2027-11-01T00:00:00Z -> 2028-10-16T00:00:00Z").And.NotContain("features:");
        (await _world.VerifyAsync("next.json")).GetProperty("state").GetString().Should().Be("valid");
    }

    [Fact]
    public async Task A_renewal_keeps_the_length_of_the_grace()
    {
        await _world.MakeKeysAsync();
        await _world.IssueAsync();

        await _world.MustAsync("renew", "--license", _world["license.json"], "--key", _world["private.json"], "--out", _world["next.json"], "--exp", "2030-01-01");

        var claims = await _world.ClaimsAsync("next.json");
        (claims["grace_until"]!.GetValue<long>() - claims["exp"]!.GetValue<long>()).Should().Be(30 * Issuer.Day);
    }

    [Fact]
    public async Task A_renewal_whose_grace_would_end_after_the_last_year_is_refused_in_words()
    {
        await _world.MakeKeysAsync();
        await _world.IssueAsync();

        var run = await _world.RunAsync("renew", "--license", _world["license.json"], "--key", _world["private.json"], "--out", _world["next.json"], "--exp", "9999-12-31");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("grace_until takes whole seconds since 1970 UTC");
    }

    [Fact]
    public async Task Nothing_is_built_on_a_licence_that_somebody_else_signed()
    {
        await _world.MakeKeysAsync();
        await _world.IssueAsync();
        await _world.MustAsync("keygen", "--private", _world["new.json"], "--public", _world["new.public.json"]);
        string[] renew = ["renew", "--license", _world["license.json"], "--key", _world["new.json"], "--out", _world["next.json"], "--exp", "2030-01-01"];

        (await _world.RunAsync(renew)).Error.Should().Contain("unknown_key");
        (await _world.RunAsync([.. renew, "--old-key", _world["public.json"]])).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_credit_note_adds_to_the_licence_it_is_made_for()
    {
        await _world.MakeKeysAsync();
        await _world.IssueAsync();

        var run = await _world.MustAsync(
            "top-up", "--license", _world["license.json"], "--key", _world["private.json"], "--out", _world["credit.json"], "--requests", "5", "--tokens", "7", "--json");

        var verifier = new LicenseVerifier(new TrustedKeys(KeySource.Configured, JwkReader.ReadPublic(_world.Bytes("public.json")).Keys));
        var note = verifier.CreditAt(_world["credit.json"]).Value!;
        (note.LicenseId, note.Requests, note.Tokens, note.ExpiresAt).Should().Be(("lic-1", 5, 7, Issuer.Start + (90 * Issuer.Day)));
        note.FateFor(verifier.LicenseAt(_world["license.json"]).Value!, Issuer.Start).Should().Be(CreditFate.Applies);
        LicenseWorld.Json(run)["credit_id"]!.GetValue<string>().Should().Be(note.Id);
        (await _world.VerifyAsync("credit.json")).GetProperty("reason").GetString().Should().Be("type");
    }

    [Theory]
    [InlineData("requests", "--requests", "5", "--tokens", "7")]
    [InlineData("tokens", "--tokens", "7")]
    public async Task No_credit_is_signed_that_would_change_nothing(string without, params string[] amounts)
    {
        await _world.MakeKeysAsync();
        _world.Write("claims.json", Issuer.Claims(claims => claims["limits"]![without]!.AsObject().Remove("total")).ToJsonString().Replace(",\"tokens\":{}", "", StringComparison.Ordinal));
        (await _world.IssueAsync()).Error.Should().BeEmpty();

        var run = await _world.RunAsync(["top-up", "--license", _world["license.json"], "--key", _world["private.json"], "--out", _world["credit.json"], .. amounts]);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain($"no limit {without}.total");
        File.Exists(_world["credit.json"]).Should().BeFalse();
    }

    [Fact]
    public async Task Each_list_has_all_entries_before_it_and_the_next_epoch()
    {
        await _world.MakeKeysAsync();
        string[] revoke = ["revoke", "--key", _world["private.json"], "--out", _world["list.json"]];

        (await _world.MustAsync([.. revoke, "--license-id", "lic-1"])).Out.Should().Contain("of epoch 1 with 1 entry: ");
        var run = await _world.MustAsync([
            .. revoke, "--list", _world["list.json"], "--license-id", "lic-2", "--status", "cancelled", "--reason", "asked for", "--effective", "2027-01-01", "--json"]);

        LicenseWorld.Json(run)["epoch"]!.GetValue<long>().Should().Be(2);
        var list = new LicenseVerifier(new TrustedKeys(KeySource.Configured, JwkReader.ReadPublic(_world.Bytes("public.json")).Keys))
            .RevocationsAt(_world["list.json"], "production").Value!;
        list.Epoch.Should().Be(2);
        list.Entries.Should().Equal(
            new RevocationEntry("lic-1", null, RevocationStatus.Revoked, "", Issuer.Start),
            new RevocationEntry("lic-2", null, RevocationStatus.Cancelled, "asked for", Issuer.Start + (61 * Issuer.Day)));
    }

    [Theory]
    [InlineData("keygen", "--private", "a")]
    [InlineData("keygen", "--private", "a", "--public", "b", "--max-days", "0")]
    [InlineData("issue", "--key", "a", "--in", "b")]
    [InlineData("issue", "--key", "a", "--in", "b", "--out", "c", "--template", "free")]
    [InlineData("renew", "--license", "a", "--key", "b", "--out", "c")]
    [InlineData("renew", "--license", "a", "--key", "b", "--out", "c", "--exp", "2030-01-01", "--valid-for", "1d")]
    [InlineData("renew", "--license", "a", "--key", "b", "--out", "c", "--exp", "soon")]
    [InlineData("top-up", "--license", "a", "--key", "b", "--out", "c")]
    [InlineData("top-up", "--license", "a", "--key", "b", "--out", "c", "--requests", "0")]
    [InlineData("revoke", "--key", "a", "--out", "b")]
    [InlineData("revoke", "--key", "a", "--out", "b", "--license-id", "x y")]
    [InlineData("revoke", "--key", "a", "--out", "b", "--license-id", "x", "--status", "gone")]
    [InlineData("verify")]
    [InlineData("inspect")]
    [InlineData("sell")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(params string[] words)
    {
        var run = await _world.RunAsync(words);

        run.ExitCode.Should().Be(2);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().StartWith("router license");
    }

    [Theory]
    [InlineData("keygen")]
    [InlineData("issue")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("check")]
    [InlineData("renew")]
    [InlineData("top-up")]
    [InlineData("revoke")]
    public async Task Every_verb_has_help(string verb)
    {
        var run = await _world.RunAsync(verb, "--help");

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain($"router license {verb}").And.Contain("--json");
    }
}
