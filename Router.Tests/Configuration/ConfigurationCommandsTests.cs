// `router check` and `router config schema` as an operator uses them.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Commands;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class ConfigurationCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("router-check").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_good_configuration_is_counted_and_warned_of()
    {
        var (code, output) = await Run(Yaml.Good, "check");

        code.Should().Be(0);
        output.Should().Contain("ok: 1 provider, 1 group, 0 callers").And.Contain("warning: license: its state is missing: every request is answered with license_missing");
    }

    [Fact]
    public async Task Every_problem_of_a_bad_configuration_is_printed_with_line_and_path()
    {
        var (code, output) = await Run("server: { drain: x }\nlimitz: {}\n", "check");

        code.Should().Be(1);
        output.Should().Contain("line 1: server.drain: ").And.Contain("line 2: limitz: unknown key; did you mean 'limits'?").And.Contain("2 problems");
    }

    [Fact]
    public async Task Check_prints_json()
    {
        var (code, output) = await Run("server: { drain: x }\n", "check", "--json");

        code.Should().Be(1);
        var answer = JsonNode.Parse(output)!;
        answer["ok"]!.GetValue<bool>().Should().BeFalse();
        answer["problems"]![0]!["line"]!.GetValue<int>().Should().Be(1);
        answer["problems"]![0]!["path"]!.GetValue<string>().Should().Be("server.drain");
        answer["problems"]![0]!["message"]!.GetValue<string>().Should().StartWith("must be a duration");
        JsonNode.Parse((await Run(Yaml.Good, "check", "--json")).Output)!["ok"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task A_configuration_that_is_not_there_is_a_problem()
    {
        var (code, output) = await Run(null, "check");

        code.Should().Be(1);
        output.Should().Contain("no configuration file");
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        var (code, output) = await Run(null, "config", "schema");

        code.Should().Be(0);
        output.Trim().Should().Be(ConfigurationSchema.Json());
    }

    private async Task<(int Code, string Output)> Run(string? text, params string[] arguments)
    {
        var file = Path.Combine(_folder, "router.yaml");
        if (text is not null)
        {
            await File.WriteAllTextAsync(file, text);
        }

        using var output = new StringWriter();
        var code = await RouterCommand.InvokeAsync(
            [.. arguments, "--config", file], new CommandContext(output, output, TimeProvider.System, _ => null));
        return (code, output.ToString());
    }
}
