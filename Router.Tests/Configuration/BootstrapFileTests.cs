// The file of the first start.
using FluentAssertions;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class BootstrapFileTests
{
    [Fact]
    public void Without_any_key_it_serves_groups_from_the_simulator()
    {
        var snapshot = Yaml.Snapshot(BootstrapFile.For(_ => null));

        snapshot.Providers.Keys.Should().Equal("simulator");
        snapshot.Groups.Select(group => group.Name).Should().Equal("default", "sim-failover", "sim-429", "sim-slow", "sim-cut");
        snapshot.GroupsByName["default"].Targets.Select(target => target.Model.Id).Should().Equal("sim-small", "sim-large");
        snapshot.Providers["simulator"].Models.Keys.Should().BeEquivalentTo("sim-small", "sim-large", "sim-429", "sim-500", "sim-slow", "sim-cut");
        snapshot.Providers["simulator"].Models.Values.Should().OnlyContain(model => model.Prices.Output > 0);
        snapshot.Server.DataDirectory.Should().Be(Path.Combine(Path.GetTempPath(), "data"));
    }

    [Fact]
    public void With_keys_in_the_environment_the_real_services_are_there_by_reference_only()
    {
        string? Environment(string name) => name switch
        {
            "OPENAI_API_KEY" => "sk-openai-1234",
            "ANTHROPIC_API_KEY" => "sk-ant-1234",
            _ => null,
        };
        var text = BootstrapFile.For(Environment);

        var snapshot = ConfigurationLoader.LoadText(text, Path.GetTempPath(), Environment).Snapshot!;

        text.Should().NotContain("1234");
        snapshot.Providers["openai"].ApiKey.Reveal().Should().Be("sk-openai-1234");
        snapshot.GroupsByName["gpt"].Targets[0].Model.Id.Should().Be("gpt-5-mini");
        snapshot.GroupsByName["claude"].Targets[0].Model.Prices.CacheWrite1h.Should().Be(6_000_000_000);
        snapshot.GroupsByName["claude"].Targets[0].Provider.Dialects.Should().Equal(Router.Inference.Dialect.AnthropicMessages);
    }

    [Fact]
    public void It_serves_from_the_simulator_also_when_the_keys_of_the_first_start_are_gone() =>
        Yaml.Snapshot(BootstrapFile.Text(openAI: true, anthropic: true)).GroupsByName["default"].Targets[0].Provider.Name.Should().Be("simulator");

    [Fact]
    public void What_is_left_out_stands_there_as_comments_that_only_need_uncommenting()
    {
        var text = BootstrapFile.Text(openAI: false, anthropic: false, dataDirectory: ".");
        text.Should().Contain("# openai:").And.Contain("# claude:");

        var uncommented = string.Join('\n', text.Split('\n').Select(line => line.StartsWith("  # ", StringComparison.Ordinal) ? "  " + line[4..] : line));

        Yaml.Snapshot(uncommented, ("OPENAI_API_KEY", "a"), ("ANTHROPIC_API_KEY", "b")).GroupsByName.Should().ContainKeys("gpt", "claude");
    }

    [Fact]
    public void The_revision_of_it_is_the_text_itself_because_it_holds_no_secret()
    {
        var text = BootstrapFile.Text(openAI: true, anthropic: true);

        Yaml.Load(text, ("OPENAI_API_KEY", "a"), ("ANTHROPIC_API_KEY", "b")).RedactedText.Should().Be(text);
    }
}
