// Variables, secrets in files, and paths.
using FluentAssertions;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class ExpansionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("router-expansion").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("${REGION}", "eu")]
    [InlineData("\"${REGION}\"", "eu")]
    [InlineData("a-${REGION}-${REGION}", "a-eu-eu")]
    [InlineData("${NOTHING:-us}", "us")]
    [InlineData("${EMPTY:-us}", "us")]
    [InlineData("${NOTHING:-}", "")]
    [InlineData("${REGION:-us}", "eu")]
    public void Variables_are_expanded(string written, string expected) =>
        Yaml.Snapshot($"providers:\n  p:\n    base_url: https://h\n    region: {written}\n", ("REGION", "eu"), ("EMPTY", ""))
            .Providers["p"].Region.Should().Be(expected);

    [Fact]
    public void Numbers_and_flags_may_be_variables()
    {
        var snapshot = Yaml.Snapshot(
            "server: { max_request_bytes: \"${MAX}\" }\nproviders: { p: { base_url: http://localhost, private: \"${PRIVATE:-true}\" } }", ("MAX", "2048"));

        snapshot.Server.MaxRequestBytes.Should().Be(2048);
        snapshot.Providers["p"].Private.Should().BeTrue();
    }

    [Fact]
    public void A_doubled_dollar_is_a_literal_one() =>
        Yaml.Snapshot("providers: { p: { base_url: https://h, api_key: \"a$${B}c\" } }").Providers["p"].ApiKey.Reveal().Should().Be("a${B}c");

    [Fact]
    public void A_missing_variable_is_named_with_its_line()
    {
        var result = Yaml.Load("providers:\n  p:\n    base_url: https://h\n    api_key: ${NO_SUCH_KEY}\n");

        result.Problems.Should().ContainSingle().Which.Should().Match<ConfigurationProblem>(
            problem => problem.Line == 4 && problem.Path == "providers.p.api_key" && problem.Message.Contains("NO_SUCH_KEY"));
    }

    [Fact]
    public void A_secret_may_lie_in_a_file_beside_the_configuration()
    {
        File.WriteAllText(Path.Combine(_folder, "key"), "sk-of-file\n");
        File.WriteAllText(Path.Combine(_folder, "router.yaml"), """
            server: { data_dir: ../elsewhere }
            providers: { p: { base_url: https://h, api_key: "file:key", headers: { x-key: file:./key } } }
            """);

        var result = ConfigurationLoader.Load(Path.Combine(_folder, "router.yaml"), _ => null);

        result.Problems.Should().BeEmpty();
        result.Snapshot!.Providers["p"].ApiKey.Reveal().Should().Be("sk-of-file");
        result.Snapshot.Providers["p"].Headers[0].Value.Should().Be("sk-of-file");
        result.Snapshot.Server.DataDirectory.Should().Be(Path.Combine(Path.GetDirectoryName(_folder)!, "elsewhere"));
        result.Files.Should().Equal(Path.Combine(_folder, "key"));
    }

    [Theory]
    [InlineData("\uFEFFsk-of-file\r\n")]
    [InlineData("sk-of-file  \n\n")]
    public void What_editors_put_around_the_secret_of_a_file_is_no_part_of_it(string content)
    {
        File.WriteAllText(Path.Combine(_folder, "key"), content);

        var result = ConfigurationLoader.LoadText("providers: { p: { base_url: https://h, api_key: \"file:key\" } }", _folder, _ => null);

        result.Snapshot!.Providers["p"].ApiKey.Reveal().Should().Be("sk-of-file");
    }

    [Fact]
    public void What_a_configuration_draws_in_is_part_of_its_hash()
    {
        var file = Path.Combine(_folder, "key");
        const string Text = "providers: { p: { base_url: https://h, api_key: \"file:key\", region: \"${R:-x}\" } }";
        string Hash(string? region) => ConfigurationLoader.LoadText(Text, _folder, _ => region).ContentHash;

        File.WriteAllText(file, "one");
        var first = Hash(null);
        Hash(null).Should().Be(first);
        Hash("y").Should().NotBe(first);
        File.WriteAllText(file, "two");
        Hash(null).Should().NotBe(first);
    }

    [Fact]
    public void A_file_that_is_not_there_too_large_or_not_text_is_a_problem()
    {
        var path = Path.Combine(_folder, "router.yaml");
        string Problem() => ConfigurationLoader.Load(path, _ => null).Problems.Should().ContainSingle().Subject.ToString();

        Problem().Should().Contain("no configuration file");
        File.WriteAllBytes(path, [0x61, 0xFF, 0xFE]);
        Problem().Should().Contain("not UTF-8");
        File.WriteAllText(path, "#" + new string('x', ConfigurationFile.MaxBytes));
        Problem().Should().Contain("4 MiB");
        path = _folder;
        Problem().Should().Contain("folder");
    }
}
