// What the README names exists.
using System.Text.RegularExpressions;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Architecture;

public sealed partial class ReadmeTests
{
    // What the README may name although it is made only by running or publishing, or belongs to the framework.
    private static readonly string[] MadeLater = ["data/", "data/router.yaml", "router.yaml", "out/", ".dotnet/", "SHA256SUMS", "licenses/"];
    private static readonly string[] OfOthers = ["SocketsHttpHandler", "HttpClient", "TimeProvider"];

    private static readonly string Readme = SourceTree.Read("README.md");

    [Fact]
    public void Each_path_it_names_exists() => Quoted()
        .Where(word => Path().IsMatch(word) && !MadeLater.Contains(word))
        .Where(word => !File.Exists(RepositoryRoot.At(word)) && !Directory.Exists(RepositoryRoot.At(word)))
        .Should().BeEmpty();

    [Fact]
    public void Each_type_it_names_exists()
    {
        var types = typeof(Dialect).Assembly.GetTypes().Concat(typeof(ReadmeTests).Assembly.GetTypes())
            .Select(type => type.Name)
            .Concat(SourceTree.Rooms())
            .Concat(OfOthers)
            .ToHashSet(StringComparer.Ordinal);
        Quoted().Where(word => TypeName().IsMatch(word) && !types.Contains(word)).Should().BeEmpty();
    }

    [Fact]
    public void Its_verbs_are_those_of_both_build_scripts()
    {
        var verbs = VerbRow().Matches(Readme).Select(match => match.Groups[1].Value).ToArray();
        verbs.Should().NotBeEmpty();
        foreach (var script in new[] { "build.sh", "build.ps1" })
        {
            UsageLine().Matches(SourceTree.Read(script)).Select(match => match.Groups[1].Value).Where(verb => verb != "help")
                .Should().BeEquivalentTo(verbs, script);
        }
    }

    [Fact]
    public void Its_first_commands_run_and_test() =>
        CommandBlock().Match(Readme).Groups[1].Value.Should().ContainAll("./build.sh run", "./build.sh test");

    [Fact]
    public void Its_map_is_the_list_of_rooms() => MapRow().Matches(Readme)
        .Select(match => match.Groups[1].Value)
        .Should().BeEquivalentTo(SourceTree.Rooms());

    private static IEnumerable<string> Quoted() => Quote().Matches(Fenced().Replace(Readme, "")).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Quote();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^\.?[\w.-]+(?:/[\w.-]*)+$|^[\w-]+\.(?:cs|sh|ps1|json|md|props|targets|yaml|txt|slnx)$")]
    private static partial Regex Path();

    [GeneratedRegex("^(?:[A-Z][a-z0-9]+){2,}$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^\| `\./build\.sh (\w+)", RegexOptions.Multiline)]
    private static partial Regex VerbRow();

    [GeneratedRegex("^  ([a-z]+) .* {2,}", RegexOptions.Multiline)]
    private static partial Regex UsageLine();

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CommandBlock();

    [GeneratedRegex(@"^\| `Router/(\w+)`", RegexOptions.Multiline)]
    private static partial Regex MapRow();
}
