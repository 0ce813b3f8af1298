// Words that must not stand anywhere in the repository: unfinished work, silenced tests, one machine's paths.
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Architecture;

public sealed partial class WordingTests
{
    private const string ThisFile = "Router.Tests/Architecture/WordingTests.cs";

    [Fact]
    public void Nothing_is_left_for_later() => FilesWith(Unfinished()).Should().BeEmpty();

    [Fact]
    public void No_test_is_skipped() => FilesWith(Skipped()).Should().BeEmpty();

    [Fact]
    public void No_path_of_a_machine_and_no_registry_is_named() => FilesWith(Machine()).Should().BeEmpty();

    private static IEnumerable<string> FilesWith(Regex words) =>
        from path in SourceTree.FilesUnder(".")
        where path != ThisFile && !path.StartsWith("licenses/packages/", StringComparison.Ordinal)
        let match = words.Match(SourceTree.Read(path))
        where match.Success
        select $"{path}: {match.Value}";

    [GeneratedRegex(@"\bTO" + @"DO\b|\bFIX" + @"ME\b|\bHACK\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(?:Fact|Theory|Property)\((?:[^)]*, )?Skip = ")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"/(?:work|tmp/wt|root|home|Users)/\w|shared/design|api\.nuget\.org|registry\.npmjs\.org|pypi\.org|artifactory", RegexOptions.IgnoreCase)]
    private static partial Regex Machine();
}
