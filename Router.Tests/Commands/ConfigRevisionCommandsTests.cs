// The revisions of the configuration from the command line, beside a running router.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Configuration;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class ConfigRevisionCommandsTests : IAsyncDisposable
{
    private readonly ScriptedUpstream _upstream = new();

    public async ValueTask DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task A_rollback_puts_the_file_back_and_the_running_router_takes_it_up_under_its_old_number()
    {
        await using var router = await RunningRouter.StartAsync(Text("chat"));
        var first = await File.ReadAllTextAsync(router.ConfigFile);
        await File.WriteAllTextAsync(router.ConfigFile, Text("other"));
        router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Accepted(2));

        var run = await router.RunAsync("config", "rollback", "1");

        run.Errors.Should().BeEmpty();
        run.Output.Should().Contain("holds revision 1 again");
        (await File.ReadAllTextAsync(router.ConfigFile)).Should().Be(first);
        router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Accepted(1));
        (await router.RunAsync("config", "revisions")).Output.Should().MatchRegex(@"     2 .* test\n     1 .* start  \(active\)");
    }

    [Fact]
    public async Task A_rollback_works_when_the_file_is_broken()
    {
        await using var router = await RunningRouter.StartAsync(Text("chat"));
        var first = await File.ReadAllTextAsync(router.ConfigFile);
        await File.WriteAllTextAsync(router.ConfigFile, "providers: [");

        (await router.RunAsync("config", "rollback", "1")).Errors.Should().BeEmpty();

        (await File.ReadAllTextAsync(router.ConfigFile)).Should().Be(first);
    }

    [Fact]
    public async Task A_rollback_prints_json()
    {
        await using var router = await RunningRouter.StartAsync(Text("chat"));

        var run = await router.RunAsync("config", "rollback", "1", "--json");

        var answer = JsonNode.Parse(run.Output)!.AsObject();
        answer.Select(member => member.Key).Should().Equal("revision", "config", "previous");
        ((int)answer["revision"]!, (string)answer["config"]!).Should().Be((1, router.ConfigFile));
        File.Exists((string)answer["previous"]!).Should().BeTrue();
    }

    [Theory]
    [InlineData("revisions")]
    [InlineData("rollback", "1")]
    public async Task A_configuration_that_is_not_there_is_named(params string[] words)
    {
        using var folder = new TemporaryDirectory();

        var run = await CommandLineRun.OfAsync(["config", .. words, "--config", folder["nope.yaml"]]);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain($"there is no configuration file {folder["nope.yaml"]}").And.Contain("--ledger FILE");
    }

    [Fact]
    public async Task An_unknown_revision_changes_nothing_and_says_where_the_list_is()
    {
        await using var router = await RunningRouter.StartAsync(Text("chat"));

        var run = await router.RunAsync("config", "rollback", "9");

        run.ExitCode.Should().Be(1);
        run.Errors.Should().Contain("no revision 9");
    }

    /// <summary>Without a literal secret, which a rollback takes from the current file.</summary>
    private string Text(string group) =>
        RouterConfigText.Of(_upstream.BaseUrl, group).Replace("    api_key: key-of-the-provider\n", "", StringComparison.Ordinal);
}
