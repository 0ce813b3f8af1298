// Commands that need a part of the configuration, while another part of it does not hold.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class PartialConfigurationTests : IDisposable
{
    private const string Providers = """
        providers:
          cloud: { base_url: https://provider.example, api_key: API_KEY, models: { m: {} } }
        groups:
          default: { targets: [{ provider: cloud, model: m }] }
        """;

    private static readonly string[] IssueCi =
        ["token", "issue", "--id", "ci", "--user", "u", "--project", "p", "--environment", "e", "--allow", "default"];

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("token", "list")]
    [InlineData("token", "disable", "ci")]
    [InlineData("token", "rotate", "ci")]
    [InlineData("token", "revoke", "ci")]
    [InlineData("verify")]
    [InlineData("config", "revisions")]
    public async Task A_mistake_that_a_command_does_not_depend_on_stops_nothing(params string[] args)
    {
        _folder.Write("router.yaml", Text("a-key") + "\nledger: { path: kept/tokens.db }");
        (await RunAsync(IssueCi)).ExitCode.Should().Be(0);
        _folder.Write("router.yaml", Text("\"${NOT_SET_HERE}\"") + "\nledger: { path: kept/tokens.db, retention: { detail: soon } }\nserver: { drain: soon }\nlimitz: {}");

        var run = await RunAsync(args);

        run.ExitCode.Should().Be(0, run.Error);
        if (args[0] != "config")
        {
            run.Error.Should().StartWith("router: warning: the configuration ").And.Contain("has 4 problems").And.Contain("'router check'");
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
        }
    }

    [Theory]
    [InlineData("\"${NOT_SET_HERE}\"")]
    [InlineData("file:not-there")]
    public async Task A_token_is_issued_where_the_secret_of_a_provider_cannot_be_had(string secret)
    {
        _folder.Write("router.yaml", Text(secret));

        var run = await RunAsync(IssueCi);

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain("rtr_ci_");
        run.Error.Should().Contain("has 1 problem that");
        (await RunAsync([.. IssueCi[..^1], "nope"])).Error.Should().Contain("its groups are default");
    }

    [Theory]
    [InlineData("ledger: { path: [a] }", "ledger.path")]
    [InlineData("ledger: { pathh: a.db }", "ledger.pathh")]
    [InlineData("ledgr: { path: a.db }", "ledgr")]
    [InlineData("ledger: 5", "ledger")]
    [InlineData("server: { datadir: a }", "server.datadir")]
    [InlineData("server: { data_dir: \"${NOT_SET_HERE}\" }", "server.data_dir")]
    [InlineData("server: {", "not valid YAML")]
    public async Task A_mistake_about_where_the_ledger_is_stops_every_command_on_it(string line, string words)
    {
        _folder.Write("router.yaml", line);

        foreach (var args in new string[][] { ["token", "revoke", "ci"], ["verify"], ["report", "license"] })
        {
            var run = await RunAsync(args);

            run.ExitCode.Should().Be(1);
            run.Error.Should().Contain("does not hold").And.Contain(words);
        }

        Directory.Exists(_folder["data"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_report_of_the_licence_needs_what_the_licence_is_judged_by_and_nothing_else()
    {
        _folder.Write("router.yaml", Text("\"${NOT_SET_HERE}\"") + "\nlicense: { fingerprint: \"${NOT_SET_EITHER}\" }");
        (await RunAsync(["report", "license"])).Error.Should().Contain("license.fingerprint").And.NotContain("api_key");

        _folder.Write("router.yaml", Text("\"${NOT_SET_HERE}\""));
        (await RunAsync(["report", "license"])).Error.Should().StartWith("router: warning: ").And.NotContain("does not hold");
    }

    private static string Text(string secret) => Providers.Replace("API_KEY", secret, StringComparison.Ordinal);

    private Task<CommandLineRun> RunAsync(string[] args) => CommandLineRun.OfAsync([.. args, "--config", _folder["router.yaml"]]);
}
