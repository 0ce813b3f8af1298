// The revisions of the configuration from the command line, beside a running router.
using System.Globalization;
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
    public async Task A_rollback_to_what_is_in_force_under_another_number_leaves_it_that_one()
    {
        await using var router = await RunningRouter.StartAsync(Text("chat"));
        foreach (var (group, revision) in new[] { ("other", 2), ("chat", 3) })
        {
            router.Configure(Text(group));
            router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Accepted(revision));
        }

        var run = await router.RunAsync("config", "rollback", "1");

        run.Output.Should().Contain("holds revision 1 again, which is in force as revision 3;");
        router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Unchanged(3));
        (await router.RunAsync("config", "revisions")).Output.Should().MatchRegex(@"     3 .* test  \(active\)\n");
    }

    [Fact]
    public async Task Many_rollbacks_at_once_are_done_one_after_the_other()
    {
        await using var router = await RunningRouter.StartAsync(Text("chat"));
        router.Configure(Text("other"));
        router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Accepted(2));

        var runs = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () => i % 3 == 0
            ? router.Host.Reloader.Rollback(1 + (i % 2), "test") is ReloadResult.Refused refused ? $"{refused.Problems[0]}" : ""
            : (await router.RunAsync("config", "rollback", $"{1 + (i % 2)}")).Errors)));

        runs.Should().OnlyContain(trouble => trouble.Length == 0);
        router.Host.Reloader.Reload("test");
        var active = (await router.RunAsync("config", "revisions")).Output.Split('\n').Single(line => line.EndsWith("(active)", StringComparison.Ordinal));
        router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Unchanged(int.Parse(active.AsSpan(0, 6), CultureInfo.InvariantCulture)));
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
