// Rows on their way out: as they are read, in pages that join, and never half a report for want of a ledger.
using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Reports;
using Xunit;

namespace Router.Tests.Reports;

public sealed class ReportOutputTests
{
    [Fact]
    public async Task Rows_go_out_while_they_are_read()
    {
        var (read, sent, readAtFirst) = (0, 0, 0);
        var buffer = new ArrayBufferWriter<byte>();

        await ReportOutput.WriteAsync(new Sample(), Data(10_000, _ => read++), Query(null, 0), ReportFormat.Ndjson, buffer, () =>
        {
            readAtFirst = sent == 0 ? read : readAtFirst;
            sent += Encoding.UTF8.GetString(buffer.WrittenSpan).Count(letter => letter == '\n');
            buffer.Clear();
            return ValueTask.CompletedTask;
        });

        readAtFirst.Should().BeLessThan(1_000, "memory must not grow with the rows");
        sent.Should().Be(10_000);
    }

    [Theory]
    [InlineData(2, 0, "0,1", "9-2")]
    [InlineData(2, 1, "1,2", null)]
    [InlineData(3, 0, "0,1,2", null)]
    [InlineData(1, 2, "2", null)]
    [InlineData(1, 5, "", null)]
    public async Task A_page_names_the_next_only_when_there_is_one(int limit, int offset, string rows, string? cursor)
    {
        var page = JsonNode.Parse(await TextAsync(3, Query(limit, offset), ReportFormat.Json))!;

        string.Join(',', page["rows"]!.AsArray().Select(row => (long)row![0]!)).Should().Be(rows);
        ((string?)page["next_cursor"]).Should().Be(cursor);
    }

    [Fact]
    public async Task A_report_without_sections_is_one_table_in_Markdown()
    {
        var text = await TextAsync(2, Query(null, 0), ReportFormat.Markdown);

        text.Should().Be("# Sample\n\nPeriod: 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:00.009Z.\n\n| number |\n| ---: |\n| 0 |\n| 1 |\n");
    }

    [Fact]
    public async Task Where_the_first_row_cannot_be_read_nothing_is_written()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var data = Data(1, _ => throw new InvalidOperationException("the ledger"));

        await FluentActions.Awaiting(() => ReportOutput.WriteAsync(new Sample(), data, Query(null, 0), ReportFormat.Csv, buffer, () => ValueTask.CompletedTask))
            .Should().ThrowAsync<InvalidOperationException>();

        buffer.WrittenCount.Should().Be(0);
    }

    private static async Task<string> TextAsync(int rows, ReportQuery query, ReportFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await ReportOutput.WriteAsync(new Sample(), Data(rows, _ => { }), query, format, buffer, () => ValueTask.CompletedTask);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static ReportData Data(int rows, Action<int> reading) => new(0, 9, null, [], Enumerable.Range(0, rows).Select(row =>
    {
        reading(row);
        return new ReportCell[] { row };
    }));

    private static ReportQuery Query(int? limit, long offset) => new(0, 9, ImmutableDictionary<string, ImmutableArray<string>>.Empty, limit, offset);

    private sealed class Sample : ReportDefinition
    {
        internal override string Name => "sample";

        internal override string Title => "Sample";

        internal override ImmutableArray<ReportColumn> Columns => [new("number", ReportType.Integer)];

        internal override ImmutableArray<ReportDimension> Dimensions => [];

        internal override ImmutableArray<string> Measures => ["number"];

        internal override ImmutableArray<string> Parameters => [];

        internal override ReportData Read(ReportQuery query) => new(0, query.To, null, [], []);
    }
}
