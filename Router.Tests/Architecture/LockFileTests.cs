// A build does not depend on the day it runs: versions are exact, and what they resolve to is locked.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Architecture;

public sealed partial class LockFileTests
{
    [Fact]
    public void Every_version_is_exact() => XDocument.Parse(SourceTree.Read("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Where(package => !Exact().IsMatch((string)package.Attribute("Version")!))
        .Select(package => (string)package.Attribute("Include")!)
        .Should().BeEmpty();

    [Theory]
    [InlineData("Router/Router.csproj")]
    [InlineData("Router.Tests/Router.Tests.csproj")]
    public void No_project_names_a_version_of_its_own(string project) => XDocument.Parse(SourceTree.Read(project))
        .Descendants("PackageReference")
        .Where(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null)
        .Should().BeEmpty();

    [Fact]
    public void The_lock_file_covers_every_platform_that_is_published()
    {
        var platforms = XDocument.Parse(SourceTree.Read("Router/Router.csproj")).Descendants("RuntimeIdentifiers").Single().Value.Split(';');
        var locked = JsonNode.Parse(SourceTree.Read("Router/packages.lock.json"))!["dependencies"]!.AsObject();
        locked.Select(target => target.Key).Should().BeEquivalentTo(platforms.Select(platform => $"net10.0/{platform}").Append("net10.0"));
    }

    [GeneratedRegex(@"^\[\d+(?:\.\d+)+(?:-[\w.]+)?\]$")]
    private static partial Regex Exact();
}
