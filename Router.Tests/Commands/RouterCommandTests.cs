// The frame of the command line: verbs, help, wrong usage, expected failures.
using System.CommandLine;
using System.Text.Json;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Commands;
using Xunit;

namespace Router.Tests.Commands;

public sealed class RouterCommandTests
{
    private static readonly string[] Verbs =
    [
        "serve", "init", "check", "token", "license", "report", "accept", "probe", "simulate", "backup", "restore", "verify",
        "retention", "diagnostics", "config",
    ];

    public static TheoryData<string> AllVerbs => [.. Verbs];

    [Fact]
    public async Task Help_lists_every_verb()
    {
        CommandLineRun run = await CommandLineRun.OfAsync(["--help"]);

        run.ExitCode.Should().Be(0);
        run.Out.Should().ContainAll(Verbs);
        run.Error.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(AllVerbs))]
    public async Task Every_verb_has_help(string verb)
    {
        CommandLineRun run = await CommandLineRun.OfAsync([verb, "--help"]);

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain($"router {verb}").And.Contain("--config");
    }

    [Fact]
    public async Task No_verb_is_wrong_usage_with_one_line()
    {
        CommandLineRun run = await CommandLineRun.OfAsync([]);

        run.ExitCode.Should().Be(2);
        run.Out.Should().BeEmpty();
        run.Error.Should().StartWith("router: ").And.EndWith("(see router --help)" + Environment.NewLine);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--frobnicate")]
    [InlineData("token", "issue", "--frobnicate")]
    public async Task What_is_not_known_is_wrong_usage_with_one_line(params string[] args)
    {
        CommandLineRun run = await CommandLineRun.OfAsync(args);

        run.ExitCode.Should().Be(2);
        run.Out.Should().BeEmpty();
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().Contain("--help)");
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("accept", "--url", "http://127.0.0.1:1", "--token", "t", "--json")]
    public async Task A_verb_that_is_not_built_says_so_whatever_its_arguments(params string[] args)
    {
        CommandLineRun run = await CommandLineRun.OfAsync(args);

        run.Should().Be(new CommandLineRun(2, "", "router accept is not available in this version" + Environment.NewLine));
    }

    [Theory]
    [InlineData("--seed-ledger")]
    [InlineData("--days")]
    public async Task Help_says_of_an_option_that_is_not_built_that_it_is_not(string option)
    {
        CommandLineRun run = await CommandLineRun.OfAsync(["simulate", "--help"]);

        run.Out.Split('\n').Single(line => line.Contains(option, StringComparison.Ordinal)).Should().Contain("(not in this version)");
    }

    [Fact]
    public async Task Version_prints_the_version_alone()
    {
        CommandLineRun run = await CommandLineRun.OfAsync(["--version"]);

        run.ExitCode.Should().Be(0);
        run.Out.Trim().Should().MatchRegex(@"^\d+\.\d+\.\d+").And.Be(RouterHost.Version);
        run.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--version", "--json")]
    [InlineData("--json", "--version")]
    public async Task Version_prints_json(params string[] args)
    {
        CommandLineRun run = await CommandLineRun.OfAsync(args);

        run.ExitCode.Should().Be(0);
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("version").GetString().Should().Be(RouterHost.Version);
    }

    [Fact]
    public async Task An_expected_failure_is_one_line_and_exit_code_1()
    {
        CommandLineRun io = await CommandLineRun.OfAsync(["serve"], extra: _ => Throwing(new IOException("no\nroom")));
        CommandLineRun rights = await CommandLineRun.OfAsync(["serve"], extra: _ => Throwing(new UnauthorizedAccessException("not yours")));
        CommandLineRun sqlite = await CommandLineRun.OfAsync(["serve"], extra: _ => Throwing(new SqliteException("busy", 5)));

        io.Should().Be(new CommandLineRun(1, "", "router: no room" + Environment.NewLine));
        rights.Should().Be(new CommandLineRun(1, "", "router: not yours" + Environment.NewLine));
        sqlite.Should().Be(new CommandLineRun(1, "", "router: the ledger is busy; try again in a moment" + Environment.NewLine));
    }

    [Fact]
    public async Task A_path_that_is_none_is_wrong_usage_with_one_line()
    {
        CommandLineRun run = await CommandLineRun.OfAsync(["serve"], extra: _ => Throwing(new ArgumentException("empty", "path")));

        run.ExitCode.Should().Be(2);
        run.Error.Should().StartWith("router: a path is empty").And.NotContain("Parameter");
    }

    [Fact]
    public async Task A_bug_is_not_hidden()
    {
        foreach (var bug in new Exception[] { new InvalidOperationException("bug"), new ArgumentException("bug", "other") })
        {
            Func<Task> act = () => CommandLineRun.OfAsync(["serve"], extra: _ => Throwing(bug));

            (await act.Should().ThrowAsync<Exception>()).Which.Should().BeSameAs(bug);
        }
    }

    [Fact]
    public async Task The_configuration_is_the_option_then_the_variable_then_the_default()
    {
        var environment = new Dictionary<string, string> { ["ROUTER_CONFIG"] = "named.yaml" };

        (await ConfigPathAsync(["serve", "--config", "given.yaml"], environment)).Should().Be("given.yaml");
        (await ConfigPathAsync(["--config", "given.yaml", "serve"], environment)).Should().Be("given.yaml");
        (await ConfigPathAsync(["serve"], environment)).Should().Be("named.yaml");
        (await ConfigPathAsync(["serve"], [])).Should().Be("router.yaml");
    }

    [Fact]
    public async Task A_command_may_add_a_common_option_once_more()
    {
        CommandLineRun run = await CommandLineRun.OfAsync(["serve", "--config", "twice.yaml", "--json"], extra: context =>
        {
            var command = new Command("serve") { CommonOptions.Config, CommonOptions.Json };
            command.SetAction(parse => context.Out.Write(CommonOptions.ConfigPath(parse, context) + parse.GetValue(CommonOptions.Json)));
            return command;
        });

        run.Should().Be(new CommandLineRun(0, "twice.yamlTrue", ""));
    }

    private static async Task<string> ConfigPathAsync(string[] args, Dictionary<string, string> environment)
    {
        CommandLineRun run = await CommandLineRun.OfAsync(args, environment: environment, extra: context =>
        {
            var command = new Command("serve");
            command.SetAction(parse => context.Out.Write(CommonOptions.ConfigPath(parse, context)));
            return command;
        });
        return run.Out;
    }

    private static Command Throwing(Exception exception)
    {
        var command = new Command("serve");
        command.SetAction(int (_) => throw exception);
        return command;
    }
}
