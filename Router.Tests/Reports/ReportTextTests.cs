// Text from outside in a file that a spreadsheet or a reader of Markdown opens.
using FluentAssertions;
using Router.Reports;
using Xunit;

namespace Router.Tests.Reports;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("  =cmd|' /C calc'!A0")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\tplain")]
    [InlineData("\u200B=1")]
    [InlineData("\uFF1D1")]
    [InlineData("|cmd")]
    public void What_a_spreadsheet_would_run_gets_an_apostrophe(string text) => CsvReportWriter.Harmless(text).Should().Be("'" + text);

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("a=b")]
    [InlineData(" plain")]
    [InlineData("gpt-5-mini")]
    [InlineData("https://licences.example")]
    public void Other_text_stays_as_it_is(string text) => CsvReportWriter.Harmless(text).Should().Be(text);

    [Theory]
    [InlineData("a | b", "a \\| b")]
    [InlineData("<b>&amp;", "\\<b\\>\\&amp;")]
    [InlineData("[x](y) `c` *d*", "\\[x\\](y) \\`c\\` \\*d\\*")]
    [InlineData("one\ntwo\r\nthree", "one two  three")]
    [InlineData("license_missing", "license_missing")]
    [InlineData("_a_", "\\_a\\_")]
    [InlineData("https://a.example www.b.example", "https\\://a.example www\\.b.example")]
    [InlineData("back\\slash", "back\\\\slash")]
    public void A_cell_makes_no_mark_up_and_no_column(string text, string escaped) => MarkdownText.Escape(text).Should().Be(escaped);
}
