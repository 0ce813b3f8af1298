// The operator's page names every state, reason, feature and limit.
using System.Text.RegularExpressions;
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Admin;
using Xunit;

namespace Router.Tests.Licensing;

public sealed partial class LicensePageTests
{
    private static readonly string[] Limits = ["max_callers", "max_groups", "max_retention_days", "max_concurrent", "requests", "tokens"];
    private static readonly List<string[]> Rows = [.. DocumentationText.Rows(DocumentationText.Page("license.md"))];

    [Fact]
    public void Every_state_has_a_row_that_says_what_to_do() => Words(Rows.Where(row => row.Length == 4), 1)
        .Concat(Words(Rows.Where(row => row.Length == 3), 0))
        .Should().Contain(Enum.GetValues<LicenseState>().Select(state => state.Word()));

    [Fact]
    public void Every_reason_feature_and_limit_has_a_row() => Words(Rows.Where(row => row.Length is 2 or 3), 0)
        .Should().Contain(Enum.GetValues<LicenseReason>().Select(reason => reason.Word()))
        .And.Contain(FeatureNames.All.Select(feature => feature.Name))
        .And.Contain(Limits);

    private static IEnumerable<string> Words(IEnumerable<string[]> rows, int column) =>
        rows.SelectMany(row => Quoted().Matches(row[column]).Select(word => word.Groups[1].Value));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
