// Parameters of reports: what is wrong is named.
using System.Collections.Immutable;
using FluentAssertions;
using Router.Reports;
using Xunit;

namespace Router.Tests.Reports;

public sealed class ReportParametersTests
{
    private const long Now = 1_793_600_000_000;

    [Theory]
    [InlineData("fro", "2026-11-01", "there is no parameter 'fro'*")]
    [InlineData("from", "yesterday", "from: *")]
    [InlineData("from", "2026-11-01T00:00:00Z|2026-11-02T00:00:00Z", "from: *more than once")]
    [InlineData("from", "2999-01-01", "from: *not before the end*")]
    [InlineData("to", "2026-13-01", "to: *")]
    [InlineData("since", "soon", "since: *")]
    [InlineData("since", "0", "since: *")]
    [InlineData("since", "2000000000d", "since: *")]
    [InlineData("filter", "colour", "filter: it is dimension:value")]
    [InlineData("filter", "shape:round", "filter: *no dimension 'shape'; it has colour")]
    [InlineData("filter", "colour:blue", "filter: colour is one of red, green")]
    [InlineData("limit", "0", "limit: *")]
    [InlineData("limit", "many", "limit: *")]
    [InlineData("limit", "10001", "limit: *")]
    [InlineData("cursor", "x", "cursor: *")]
    [InlineData("cursor", "9999999999999-0", "cursor: *")]
    [InlineData("group_by", "colour", "group_by: *does not take it")]
    [InlineData("interval", "day", "interval: *does not take it")]
    public void What_is_wrong_is_named(string name, string values, string problem)
    {
        Read(ReportFormat.Json, out var said, (name, values.Split('|'))).Should().BeNull();
        said.Should().Match(problem);
    }

    [Fact]
    public void A_period_does_not_begin_before_all_moments()
    {
        Read(ReportFormat.Json, out var said, ("to", ["0001-01-02"]), ("since", ["30d"])).Should().BeNull();
        said.Should().StartWith("since: ");
        Read(ReportFormat.Json, out _, ("to", ["0001-01-02"]), ("since", ["1d"])).Should().NotBeNull();
    }

    [Fact]
    public void Since_and_from_exclude_each_other()
    {
        Read(ReportFormat.Json, out var said, ("since", ["1h"]), ("from", ["2026-11-01"])).Should().BeNull();
        said.Should().StartWith("since: ");
    }

    [Theory]
    [InlineData("limit", "5")]
    [InlineData("cursor", "1-1")]
    public void An_export_has_no_pages(string name, string value)
    {
        Read(ReportFormat.Csv, out var said, (name, [value])).Should().BeNull();
        said.Should().Be($"{name}: csv is always complete; pages are for json");
        Read(ReportFormat.Json, out _, (name, [value])).Should().NotBeNull();
    }

    [Fact]
    public void Without_parameters_it_is_all_until_now_a_page_of_json_and_a_whole_export()
    {
        var page = Read(ReportFormat.Json, out _)!;
        (page.From, page.To, page.Limit, page.Offset).Should().Be((null, Now, 1000, 0));
        Read(ReportFormat.Markdown, out _)!.Limit.Should().BeNull();
        page.Wants("colour", "red").Should().BeTrue();
    }

    [Fact]
    public void A_duration_ends_at_the_end_of_the_period_and_values_of_one_dimension_are_alternatives()
    {
        var query = Read(ReportFormat.Json, out var said, ("since", ["1h"]), ("to", ["2026-11-01T02:00:00+01:00"]), ("filter", ["colour:red", "colour:green"]))!;

        said.Should().BeNull();
        (query.To - query.From).Should().Be(3_600_000);
        DateTimeOffset.FromUnixTimeMilliseconds(query.To).Should().Be(new DateTimeOffset(2026, 11, 1, 1, 0, 0, TimeSpan.Zero));
        (query.Wants("colour", "red"), query.Wants("colour", "green"), query.Wants("colour", "blue")).Should().Be((true, true, false));
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("JSON")]
    [InlineData("")]
    public void An_unknown_format_is_named(string format)
    {
        ReportParameters.FormatOf(new Dictionary<string, string[]> { ["format"] = [format] }, out var said).Should().BeNull();
        said.Should().Be("format: it is one of json, csv, ndjson, md");
    }

    private static ReportQuery? Read(ReportFormat format, out string? problem, params (string Name, string[] Values)[] given) =>
        ReportParameters.Read(new Sample(), format, given.ToDictionary(one => one.Name, one => one.Values), Now, out problem);

    private sealed class Sample : ReportDefinition
    {
        internal override string Name => "sample";

        internal override string Title => "Sample";

        internal override ImmutableArray<ReportColumn> Columns => [];

        internal override ImmutableArray<ReportDimension> Dimensions => [new("colour", ["red", "green"])];

        internal override ImmutableArray<string> Measures => [];

        internal override ImmutableArray<string> Parameters => ["from", "to", "since", "filter", "limit", "cursor"];

        internal override ReportData Read(ReportQuery query) => new(0, query.To, null, [], []);
    }
}
