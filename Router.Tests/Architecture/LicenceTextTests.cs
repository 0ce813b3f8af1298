// Each package inside the product has its licence text, and no text is left of one that went.
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Architecture;

public sealed class LicenceTextTests
{
    // The runtime comes with the SDK, not through the lock file; two packages work in the build and are not shipped.
    private static readonly string[] Runtime = ["Microsoft.NETCore.App.Runtime", "Microsoft.AspNetCore.App.Runtime"];
    private static readonly string[] OfTheBuild = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    private static readonly string[] Texts = [.. SourceTree.FilesUnder("licenses/packages")];

    [Fact]
    public void Each_shipped_package_has_a_text_and_each_text_a_package()
    {
        var locked = JsonNode.Parse(SourceTree.Read("Router/packages.lock.json"))!["dependencies"]!["net10.0"]!.AsObject();
        var shipped = locked.Select(package => package.Key).Except(OfTheBuild).Concat(Runtime);
        Texts.Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(shipped);
    }

    [Fact]
    public void Each_text_names_its_package_its_licence_and_its_holder() => Texts
        .Where(path => SourceTree.Read(path).Split('\n') is not [var package, var licence, { Length: > 10 }, "", ..]
            || package != $"Package: {Path.GetFileNameWithoutExtension(path)}"
            || !licence.StartsWith("SPDX-License-Identifier: ", StringComparison.Ordinal))
        .Should().BeEmpty();
}
