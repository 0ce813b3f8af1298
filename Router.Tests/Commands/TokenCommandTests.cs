// router token, as an operator and a script see it, and its effect on a router that runs.
using System.Text.Json;
using FluentAssertions;
using Router.Callers;
using Router.Configuration;
using Router.Inference;
using Router.Tests.Callers;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class TokenCommandTests : IDisposable
{
    private static readonly RouterSnapshot Snapshot = SampleSnapshot.With();

    private static readonly string[] IssueCi =
        ["token", "issue", "--id", "ci", "--user", "alice", "--project", "web", "--environment", "production", "--allow", "default"];

    private readonly TemporaryDirectory _folder = new();
    private readonly SetClock _clock = new();

    public TokenCommandTests() => File.WriteAllText(
        ConfigPath,
        """
        ledger:
          path: state/ledger.db
        providers:
          somewhere:
            base_url: https://provider.example
            api_key: not-a-real-key
            models:
              small: { id: small-1 }
        groups:
          default:
            aliases: [gpt-5]
            targets:
              - { provider: somewhere, model: small }
          coding:
            targets:
              - { provider: somewhere, model: small }
        """);

    private string ConfigPath => _folder["router.yaml"];

    private string LedgerPath => _folder["state/ledger.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Issue_prints_the_token_once_with_what_belongs_to_it()
    {
        CommandLineRun run = await RunAsync([.. IssueCi, "--expires", "90d", "--json"]);

        run.ExitCode.Should().Be(0);
        using var json = JsonDocument.Parse(run.Out);
        var token = json.RootElement.GetProperty("token").GetString()!;
        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("id", "token", "token_sha256", "expires_at");
        json.RootElement.GetProperty("id").GetString().Should().Be("ci");
        json.RootElement.GetProperty("token_sha256").GetString().Should().Be(TokenHash.Of(token).ToString());
        json.RootElement.GetProperty("expires_at").GetString().Should().Be("2027-01-30T12:00:00Z");
        TokenFormat.ChecksumHolds(token).Should().BeTrue();
    }

    [Fact]
    public async Task Issue_tells_people_that_the_token_is_shown_once()
    {
        CommandLineRun run = await RunAsync(IssueCi);

        run.Out.Should().Contain("rtr_ci_").And.Contain("expires:      never").And.Contain("will not be shown again");
        (await RunAsync(["token", "list"])).Out.Should().NotContain("rtr_ci_");
    }

    [Fact]
    public async Task A_running_router_knows_every_change_at_its_next_request()
    {
        string first = Token(await RunAsync([.. IssueCi, "--json"]));
        using var generation = new TokenGeneration(LedgerPath);
        var callers = new CallerDirectory(
            new LiveTokens(new Router.Storage.SqliteDatabase(LedgerPath), generation, new CountingLogger()), _clock);
        Refusal(callers, first).Should().BeNull();

        string second = Token(await RunAsync(["token", "rotate", "ci", "--json"]));
        Refusal(callers, first).Should().Be(ErrorCode.TokenRotated);
        Refusal(callers, second).Should().BeNull();

        (await RunAsync(["token", "disable", "ci"])).Should().Be(new CommandLineRun(0, "Disabled: ci.2" + Environment.NewLine, ""));
        Refusal(callers, second).Should().Be(ErrorCode.TokenDisabled);
        (await RunAsync(["token", "enable", "ci"])).ExitCode.Should().Be(0);
        Refusal(callers, second).Should().BeNull();

        string third = Token(await RunAsync(["token", "rotate", "ci", "--grace", "1h", "--json"]));
        Refusal(callers, second).Should().BeNull();
        Refusal(callers, third).Should().BeNull();

        (await RunAsync(["token", "revoke", "ci"])).Out.Should().StartWith("Revoked: ");
        Refusal(callers, second).Should().Be(ErrorCode.TokenRevoked);
        Refusal(callers, third).Should().Be(ErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task An_id_that_has_a_token_is_refused_with_what_to_do()
    {
        await RunAsync(IssueCi);

        CommandLineRun again = await RunAsync(IssueCi);

        again.ExitCode.Should().Be(1);
        again.Out.Should().BeEmpty();
        again.Error.Should().Contain("'ci' has a token already; use rotate");
    }

    [Fact]
    public async Task The_id_of_a_caller_of_the_file_is_refused()
    {
        await File.AppendAllTextAsync(ConfigPath, $"\ncallers: [{{ id: ci, token_sha256: {TokenHash.Of("any")}, allow: [default] }}]\n");

        CommandLineRun run = await RunAsync(IssueCi);

        run.Should().Be(new CommandLineRun(1, "", "router token issue: 'ci' is a caller of the configuration file; choose another id" + Environment.NewLine));
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_refused_with_those_that_are()
    {
        CommandLineRun run = await RunAsync([.. IssueCi[..^1], "default,nope"]);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("nope; its groups are default, coding");
        File.Exists(LedgerPath).Should().BeFalse();
    }

    [Fact]
    public async Task An_alias_is_kept_as_its_group()
    {
        await RunAsync([.. IssueCi[..^1], "gpt-5,coding"]);

        CommandLineRun list = await RunAsync(["token", "list", "--json"]);

        list.Out.Should().Contain("\"allow\": \"default,coding\"");
    }

    [Fact]
    public async Task An_admin_token_is_issued_with_its_roles_and_listed()
    {
        CommandLineRun run = await RunAsync(
            ["token", "issue", "--admin", "--id", "ops", "--role", "viewer,operator", "--scope", "web/production", "--json"]);
        CommandLineRun list = await RunAsync(["token", "list"]);

        Token(run).Should().StartWith("rta_ops_");
        list.Out.Split('\n')[1].Should().MatchRegex("^ops +admin +active +ops +- +web +production +viewer,operator +2026-11-01T12:00:00Z +never");
    }

    [Fact]
    public async Task The_list_gives_a_rotated_token_the_end_of_its_grace_or_of_its_lifetime()
    {
        await RunAsync(IssueCi);
        await RunAsync(["token", "issue", "--admin", "--id", "ops", "--role", "viewer", "--expires", "1h"]);
        await RunAsync(["token", "rotate", "ci", "--grace", "2h"]);
        await RunAsync(["token", "rotate", "ops", "--grace", "2h"]);

        var lines = (await RunAsync(["token", "list"])).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Should().ContainSingle(line => line.StartsWith("ci ", StringComparison.Ordinal)).Which.Should().Contain(" grace ").And.EndWith("2026-11-01T14:00:00Z");
        lines.Should().ContainSingle(line => line.StartsWith("ops ", StringComparison.Ordinal)).Which.Should().Contain(" grace ").And.EndWith("2026-11-01T13:00:00Z");
    }

    [Fact]
    public async Task An_environment_may_have_any_name()
    {
        (await RunAsync([.. IssueCi[..8], "--environment", "default", "--allow", "default"])).ExitCode.Should().Be(0);
        (await RunAsync(["token", "issue", "--admin", "--id", "ops", "--role", "viewer", "--scope", "a/b/eu-1"])).ExitCode.Should().Be(0);

        (await RunAsync(["token", "list"])).Out.Should().MatchRegex("ci .* web +default +default ").And.MatchRegex("ops .* a/b +eu-1 +viewer ");
    }

    [Fact]
    public async Task The_list_says_what_has_expired()
    {
        await RunAsync([.. IssueCi, "--expires", "1h"]);
        _clock.Now += TimeSpan.FromHours(2);

        (await RunAsync(["token", "list"])).Out.Should().MatchRegex("ci +caller +expired");
    }

    [Theory]
    [InlineData(false, "rtr_")]
    [InlineData(true, "rta_")]
    public async Task New_prints_a_token_and_its_hash_and_needs_nothing(bool admin, string prefix)
    {
        CommandLineRun run = await CommandLineRun.OfAsync(admin ? ["token", "new", "--admin", "--json"] : ["token", "new", "--json"]);

        using var json = JsonDocument.Parse(run.Out);
        var token = json.RootElement.GetProperty("token").GetString()!;
        token.Should().StartWith(prefix);
        json.RootElement.GetProperty("token_sha256").GetString().Should().Be(TokenHash.Of(token).ToString());
        File.Exists(LedgerPath).Should().BeFalse();
    }

    [Theory]
    [InlineData("Option '--user' is required", "token", "issue", "--id", "ci")]
    [InlineData("Option '--id' is required; Option '--user' is required; Option '--project' is required; Option '--allow' is required (", "token", "issue", "--environment", "e")]
    [InlineData("Option '--id' is required; Option '--role' is required (", "token", "issue", "--admin")]
    [InlineData("--role needs --admin; --scope needs --admin", "token", "issue", "--id", "ops", "--role", "viewer", "--scope", "a/b")]
    [InlineData("Option '--role' is required", "token", "issue", "--admin", "--id", "ops")]
    [InlineData("--user does not go with --admin", "token", "issue", "--admin", "--id", "ops", "--role", "viewer", "--user", "u")]
    [InlineData("--role takes", "token", "issue", "--admin", "--id", "ops", "--role", "king")]
    [InlineData("the scope is written PROJECT/ENVIRONMENT", "token", "issue", "--admin", "--id", "ops", "--role", "viewer", "--scope", "web")]
    [InlineData("the id must be", "token", "issue", "--admin", "--id", "o ps", "--role", "viewer")]
    [InlineData("the user must be", "token", "issue", "--id", "ci", "--user", "a b", "--project", "p", "--environment", "e", "--allow", "default")]
    [InlineData("allow must name at least one group", "token", "issue", "--id", "ci", "--user", "u", "--project", "p", "--environment", "e", "--allow", ",")]
    [InlineData("allow is either * alone or a list", "token", "issue", "--id", "ci", "--user", "u", "--project", "p", "--environment", "e", "--allow", "*,default")]
    [InlineData("--grace takes a duration", "token", "rotate", "ci", "--grace", "soon")]
    [InlineData("token revoke", "token", "revoke")]
    [InlineData("router token --help", "token")]
    public async Task Wrong_usage_exits_2_with_one_line(string words, params string[] args)
    {
        CommandLineRun run = await RunAsync(args);

        run.ExitCode.Should().Be(2);
        run.Out.Should().BeEmpty();
        run.Error.Should().Contain(words);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
        File.Exists(LedgerPath).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_not_there_exits_1()
    {
        CommandLineRun run = await RunAsync(["token", "rotate", "nobody"]);

        run.Should().Be(new CommandLineRun(1, "", "router token: 'nobody' has no token in use" + Environment.NewLine));
    }

    [Fact]
    public async Task A_configuration_that_does_not_hold_is_said_with_its_problems()
    {
        await File.WriteAllTextAsync(ConfigPath, "groups: { default: { nonsense: 1 } }");

        CommandLineRun run = await RunAsync(IssueCi);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("does not hold").And.Contain("nonsense");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_in_one_line()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LedgerPath)!);
        await File.WriteAllTextAsync(LedgerPath, new string('x', 4096));

        CommandLineRun run = await RunAsync(IssueCi);

        run.Should().Be(new CommandLineRun(1, "", "router: the ledger is damaged or no SQLite database; restore a backup" + Environment.NewLine));
    }

    private Task<CommandLineRun> RunAsync(string[] args) =>
        CommandLineRun.OfAsync([.. args, "--config", ConfigPath], _clock);

    private static string Token(CommandLineRun run)
    {
        using var json = JsonDocument.Parse(run.Out);
        return json.RootElement.GetProperty("token").GetString()!;
    }

    private static ErrorCode? Refusal(CallerDirectory callers, string token) =>
        callers.Resolve(TokenHash.Of(token), Snapshot).Refusal;
}
