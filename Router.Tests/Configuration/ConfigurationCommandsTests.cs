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
    public async Task A_licence_that_is_not_there_names_a_verb_that_tells_of_it()
    {
        var (_, output) = await Run(Yaml.Good, "check");
        var named = System.Text.RegularExpressions.Regex.Match(output, "'router ([a-z ]+)' tells why").Groups[1].Value;

        var (code, told) = await Run(Yaml.Good, named.Split(' '));

        code.Should().Be(ExitCodes.Failed);
        told.Should().Contain("There is no licence.");
    }

    [Fact]
    public async Task A_file_of_a_secret_that_is_a_folder_is_said_to_be_one()
    {
        var (code, output) = await Run("providers: { p: { base_url: https://p.example, api_key: 'file:.', models: { m: {} } } }\n", "check");

        code.Should().Be(ExitCodes.Failed);
        output.Should().Contain("line 1: providers.p.api_key: . is a folder, not a file");
    }

    [Fact]
    public void What_may_not_be_read_is_said_in_words() =>
        RegularFile.Why(new UnauthorizedAccessException()).Should().Contain("has no right to it");

    [Fact]
    public async Task A_file_where_the_data_folder_should_be_is_said()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "taken"), "");

        var (code, output) = await Run(Yaml.Good + "\nserver: { data_dir: taken }\n", "token", "list");

        code.Should().Be(ExitCodes.Failed);
        output.Should().Be($"router: {Path.Combine(_folder, "taken")} is a file, and a folder is needed there{Environment.NewLine}");
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
